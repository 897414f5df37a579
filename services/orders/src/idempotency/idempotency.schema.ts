import { index, pgTable, smallint, text, timestamp, uuid } from 'drizzle-orm/pg-core';

/** The first answer to every `Idempotency-Key`, written by the transaction that did what it tells. */
export const idempotencyKeys = pgTable(
  'idempotency_keys',
  {
    key: text('key').primaryKey(),
    /** SHA-256 over method, path and body, in base64: the same key with another request is refused. */
    fingerprint: text('fingerprint').notNull(),
    status: smallint('status').notNull(),
    /** The headers of the answer that belong to it, as JSON text: `etag`, `location`. */
    headers: text('headers').notNull(),
    body: text('body').notNull(),
    orderId: uuid('order_id'),
    createdAt: timestamp('created_at', { withTimezone: true, precision: 3, mode: 'date' }).notNull(),
  },
  (table) => [index('idempotency_keys_by_age').on(table.createdAt)],
);
