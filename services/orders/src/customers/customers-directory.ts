import { Inject, Injectable } from '@nestjs/common';
import { traced, type Database, type Sql, type Tx } from '#libs/database';
import { DATABASE } from '../tokens.js';

/** The customers as those see them who take orders. */
@Injectable()
export class CustomersDirectory {
  constructor(@Inject(DATABASE) private readonly database: Database) {}

  /** Those of the ids that are customers who may order; an erased customer is none. */
  async known(ids: Iterable<string>, sql: Sql | Tx = this.database.sql): Promise<Set<string>> {
    const asked = [...new Set(ids)];
    if (asked.length === 0) return new Set();
    const rows = await traced(
      'know customers',
      () => sql<{ id: string }[]>`select id from customers where id = any(${asked}::uuid[]) and erased_at is null`,
    );
    return new Set(rows.map(({ id }) => id));
  }
}
