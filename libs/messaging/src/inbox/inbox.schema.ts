import { sql } from 'drizzle-orm';
import { boolean, index, integer, jsonb, pgTable, primaryKey, text, timestamp, uuid } from 'drizzle-orm/pg-core';

const now = (name: string) =>
  timestamp(name, { withTimezone: true })
    .notNull()
    .default(sql`clock_timestamp()`);

/** Which events a consumer is done with, by effect or by setting them aside; written in the same transaction. */
export const inbox = pgTable(
  'inbox',
  { consumer: text('consumer').notNull(), eventId: uuid('event_id').notNull(), processedAt: now('processed_at') },
  (table) => [primaryKey({ columns: [table.consumer, table.eventId] }), index('inbox_by_age').on(table.processedAt)],
);

/**
 * How far a consumer has come with each key (an order, a product), and whether that is parked. The row is also the key's lock:
 * who handles one of its events holds it. `waiting` are the events, in order, that came and could not be handled yet: the first
 * one's effect failed `tries` times or a predecessor of it is missing. Later events wait for them.
 */
export const inboxSequences = pgTable(
  'inbox_sequences',
  {
    consumer: text('consumer').notNull(),
    key: uuid('key').notNull(),
    lastSequence: integer('last_sequence').notNull(),
    waiting: integer('waiting')
      .array()
      .notNull()
      .default(sql`'{}'`),
    tries: integer('tries').notNull().default(0),
    parkedSince: timestamp('parked_since', { withTimezone: true }),
    parkedReason: text('parked_reason'),
  },
  (table) => [
    primaryKey({ columns: [table.consumer, table.key] }),
    index('inbox_sequences_parked')
      .on(table.consumer, table.parkedSince)
      .where(sql`parked_since is not null`),
  ],
);

/** Events that were set aside: one that could not be handled, and the later ones of its key, which wait behind it. */
export const inboxParked = pgTable(
  'inbox_parked',
  {
    consumer: text('consumer').notNull(),
    eventId: uuid('event_id').notNull(),
    key: uuid('key').notNull(),
    sequence: integer('sequence').notNull(),
    subject: text('subject').notNull(),
    headers: jsonb('headers').$type<Record<string, string>>().notNull(),
    payload: text('payload').notNull(),
    publishedAt: now('published_at'),
    /** The one that could not be handled; the others only wait. */
    dead: boolean('dead').notNull(),
    reason: text('reason').notNull(),
    parkedAt: now('parked_at'),
  },
  (table) => [
    primaryKey({ columns: [table.consumer, table.eventId] }),
    index('inbox_parked_by_key').on(table.consumer, table.key, table.sequence),
  ],
);

/** Which instance of a consumer takes events, and until when it may without renewing that. */
export const consumerLeases = pgTable('consumer_leases', {
  consumer: text('consumer').primaryKey(),
  holder: uuid('holder').notNull(),
  until: timestamp('until', { withTimezone: true }).notNull(),
});
