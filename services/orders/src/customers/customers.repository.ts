import { Inject, Injectable } from '@nestjs/common';
import { traced, type Database, type Sql, type Tx } from '#libs/database';
import { DATABASE } from '../tokens.js';
import { selectCustomer, toCustomer, type CustomerRow } from './customer.rows.js';
import type { Customer } from './rules/customer.js';

@Injectable()
export class CustomersRepository {
  constructor(@Inject(DATABASE) private readonly database: Database) {}

  async find(id: string): Promise<Customer | undefined> {
    const { sql } = this.database;
    const [row] = await traced('find customer', () => sql<CustomerRow[]>`${selectCustomer(sql)} where c.id = ${id}`);
    return row && toCustomer(row);
  }

  /** The customer, who does not change until the transaction ends. */
  async lock(tx: Tx, id: string): Promise<Customer | undefined> {
    const [row] = await traced('lock customer', () => tx<CustomerRow[]>`${selectCustomer(tx)} where c.id = ${id} for update`);
    return row && toCustomer(row);
  }

  /** @returns the id of the customer who has the address, however it is written */
  async ownerOf(email: string | null, sql: Sql | Tx = this.database.sql): Promise<string | undefined> {
    const [row] = await sql<{ id: string }[]>`select id from customers where lower(email) = lower(${email}::text)`;
    return row?.id;
  }

  /** @returns false when the email or the id is taken */
  async insert(tx: Tx, customer: Customer): Promise<boolean> {
    const { id, email, fullName, metadata, version, erasedAt, createdAt, updatedAt } = customer;
    const rows = await traced(
      'insert customer',
      () => tx`
      insert into customers (id, email, full_name, metadata, version, erased_at, created_at, updated_at)
      values (${id}, ${email}, ${fullName}, ${JSON.stringify(metadata)}::text::jsonb, ${version}, ${erasedAt}, ${createdAt},
        ${updatedAt})
      on conflict do nothing
      returning id`,
    );
    return rows.length === 1;
  }

  /** Saves a customer that this transaction has locked. @throws a unique violation on `customers_email_unique` */
  async save(tx: Tx, customer: Customer): Promise<void> {
    const { id, email, fullName, metadata, version, erasedAt, updatedAt } = customer;
    await traced(
      'save customer',
      () => tx`
      update customers
      set email = ${email}, full_name = ${fullName}, metadata = ${JSON.stringify(metadata)}::text::jsonb, version = ${version},
        erased_at = ${erasedAt}, updated_at = ${updatedAt}
      where id = ${id}`,
    );
  }
}
