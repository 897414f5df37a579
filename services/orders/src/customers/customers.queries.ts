import { Inject, Injectable } from '@nestjs/common';
import { traced, type Database, type Sql } from '#libs/database';
import { containing } from '../listing/containing.js';
import { isWhole, readCursor } from '../listing/cursor.js';
import { pageOf, type Page, type PageRequest } from '../listing/page.js';
import { DATABASE } from '../tokens.js';
import { selectCustomer, toCustomer, type CustomerRow } from './customer.rows.js';
import type { Customer } from './rules/customer.js';

export interface CustomerFilter {
  /** Part of the name or of the email, in either case. */
  readonly q?: string;
  /** The whole address, in either case. */
  readonly email?: string;
  readonly includeErased: boolean;
}

export interface CustomerList extends PageRequest {
  readonly filter: CustomerFilter;
}

/** Lists of customers, newest first: ids carry the creation time. They read from the replica where there is one. */
@Injectable()
export class CustomersQueries {
  constructor(@Inject(DATABASE) private readonly database: Database) {}

  /** @throws DomainError invalid_cursor */
  async list({ filter, limit, cursor, skip, includeTotal }: CustomerList): Promise<Page<Customer>> {
    const sql = this.database.readSql;
    const identity = ['customers', filter];
    const where = conditionOf(sql, filter);
    const after = cursor === undefined ? sql`true` : sql`c.id < ${readCursor(cursor, identity, isWhole).id}`;
    const [rows, total] = await Promise.all([
      traced(
        'list customers',
        () => sql<CustomerRow[]>`${selectCustomer(sql)} where ${where} and ${after} order by c.id desc
        limit ${limit + 1} offset ${skip ?? 0}`,
      ),
      includeTotal ? this.count(filter) : undefined,
    ]);
    return { ...pageOf(rows.map(toCustomer), limit, identity, ({ id }) => ({ value: '0', id })), total };
  }

  private async count(filter: CustomerFilter): Promise<number> {
    const sql = this.database.readSql;
    const [row] = await sql<{ total: bigint }[]>`select count(*) as total from customers c where ${conditionOf(sql, filter)}`;
    return Number(row?.total ?? 0);
  }
}

function conditionOf(sql: Sql, { q, email, includeErased }: CustomerFilter) {
  const patterns = q === undefined ? [] : containing(q);
  const conditions = [
    ...(q === undefined ? [] : [sql`(c.full_name ilike any(${patterns}::text[]) or c.email ilike any(${patterns}::text[]))`]),
    ...(email === undefined ? [] : [sql`lower(c.email) = lower(${email}::text)`]),
    ...(includeErased ? [] : [sql`c.erased_at is null`]),
  ];
  return conditions.reduce((all, next) => sql`${all} and ${next}`, sql`true`);
}
