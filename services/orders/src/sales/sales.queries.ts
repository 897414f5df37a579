import { Inject, Injectable } from '@nestjs/common';
import { and, asc, gte, lte } from 'drizzle-orm';
import type { Database } from '#libs/database';
import { fromMinor } from '#libs/kernel';
import { DATABASE } from '../tokens.js';
import { dailySales } from './sales.schema.js';

@Injectable()
export class SalesQueries {
  constructor(@Inject(DATABASE) private readonly database: Database) {}

  /** The days from `from` to `to` (dates in UTC, both included) on which something happened, oldest first. */
  async daily(from: string, to: string) {
    const rows = await this.database.readOrm
      .select()
      .from(dailySales)
      .where(and(gte(dailySales.day, from), lte(dailySales.day, to)))
      .orderBy(asc(dailySales.day), asc(dailySales.currency));
    return rows.map(({ day, currency, ...counts }) => ({
      day,
      currency,
      created: counts.created,
      created_amount: fromMinor(counts.createdMinor, currency),
      completed: counts.completed,
      completed_amount: fromMinor(counts.completedMinor, currency),
      closed: counts.closed,
      closed_amount: fromMinor(counts.closedMinor, currency),
    }));
  }
}
