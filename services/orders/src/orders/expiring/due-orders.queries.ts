import { Inject, Injectable } from '@nestjs/common';
import { traced, type Database } from '#libs/database';
import { DATABASE } from '../../tokens.js';

/** An order whose time has passed, with its place among them. */
export interface DueOrder {
  readonly id: string;
  readonly expiresAt: Date;
}

@Injectable()
export class DueOrdersQueries {
  constructor(@Inject(DATABASE) private readonly database: Database) {}

  /** The next orders that are due at `now`, longest due first. Those on hold wait until somebody releases them. */
  async next(now: Date, limit: number, after?: DueOrder): Promise<DueOrder[]> {
    const { sql } = this.database;
    const place = after ? sql`(expires_at, id) > (${after.expiresAt}, ${after.id})` : sql`true`;
    const rows = await traced(
      'find due orders',
      () => sql<{ id: string; expires_at: Date }[]>`
      select id, expires_at from orders
      where expires_at <= ${now} and status in ('draft', 'pending') and not on_hold and ${place}
      order by expires_at, id
      limit ${limit}`,
    );
    return rows.map((row) => ({ id: row.id, expiresAt: new Date(row.expires_at) }));
  }
}
