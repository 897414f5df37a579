import { sql } from 'drizzle-orm';
import { date, integer, numeric, pgTable, primaryKey, text } from 'drizzle-orm/pg-core';

const count = (name: string) => integer(name).notNull().default(0);
/** An amount. Of the orders of a day that may be more than a `bigint` holds. */
const minor = (name: string) =>
  numeric(name, { precision: 38, scale: 0, mode: 'bigint' })
    .notNull()
    .default(sql`0`);

/**
 * What happened on each day (UTC) in each currency, as the events tell it. A read model: it follows the stream and can
 * be rebuilt from it, and no order waits for it.
 */
export const dailySales = pgTable(
  'daily_sales',
  {
    day: date('day', { mode: 'string' }).notNull(),
    currency: text('currency').notNull(),
    created: count('created'),
    createdMinor: minor('created_minor'),
    completed: count('completed'),
    completedMinor: minor('completed_minor'),
    closed: count('closed'),
    closedMinor: minor('closed_minor'),
  },
  (table) => [primaryKey({ columns: [table.day, table.currency] })],
);
