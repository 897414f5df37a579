import { sql } from 'drizzle-orm';
import { bigint, index, integer, jsonb, pgTable, smallint, text, timestamp, uuid } from 'drizzle-orm/pg-core';

const message = {
  /** Also `Nats-Msg-Id`. Made before the transaction; unique by construction, so no index pays for it. */
  eventId: uuid('event_id').notNull(),
  /** What the event is about; events of one key are published in the order of their ids. */
  key: uuid('key').notNull(),
  partition: smallint('partition').notNull(),
  subject: text('subject').notNull(),
  headers: jsonb('headers').$type<Record<string, string>>().notNull(),
  /** The body as JSON text, exactly as it is published. */
  payload: text('payload').notNull(),
};

/** Events that were committed with what they tell and are still to be published. A row is gone once JetStream has it. */
export const outbox = pgTable(
  'outbox',
  {
    id: bigint('id', { mode: 'bigint' }).primaryKey().generatedAlwaysAsIdentity(),
    ...message,
    createdAt: timestamp('created_at', { withTimezone: true })
      .notNull()
      .default(sql`clock_timestamp()`),
  },
  (table) => [index('outbox_by_partition').on(table.partition, table.id)],
);

/** Events that the broker can never take, and later events of the same key, which must not overtake them. */
export const outboxDead = pgTable(
  'outbox_dead',
  {
    id: bigint('id', { mode: 'bigint' }).primaryKey(),
    ...message,
    createdAt: timestamp('created_at', { withTimezone: true }).notNull(),
    reason: text('reason').notNull(),
    attempts: integer('attempts').notNull(),
    failedAt: timestamp('failed_at', { withTimezone: true })
      .notNull()
      .default(sql`clock_timestamp()`),
  },
  (table) => [index('outbox_dead_by_key').on(table.key)],
);
