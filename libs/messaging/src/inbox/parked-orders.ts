import type { Database } from '#libs/database';
import type { ConsumedEvent, EventConsumer } from '../consumer/event-consumer.js';

export interface ParkedOrder {
  readonly consumer: string;
  readonly key: string;
  readonly since: Date;
  readonly reason: string;
  readonly events: number;
}

interface ParkedRow {
  event_id: string;
  key: string;
  sequence: number;
  subject: string;
  headers: Record<string, string>;
  payload: string;
  published_at: Date;
  dead: boolean;
}

/** The orders that wait for an operator, the longest waiting first. */
export async function listParked(database: Database, consumer?: string): Promise<ParkedOrder[]> {
  return database.sql<ParkedOrder[]>`
    select s.consumer, s.key, s.parked_since as since, s.parked_reason as reason,
      (select count(*)::int from inbox_parked p where p.consumer = s.consumer and p.key = s.key) as events
    from inbox_sequences s
    where s.parked_since is not null and s.consumer = coalesce(${consumer ?? null}, s.consumer)
    order by s.parked_since limit 1000`;
}

/** How many orders of a consumer wait for an operator. */
export async function countParked(database: Database, consumer: string): Promise<number> {
  const [row] = await database.sql<{ parked: number }[]>`
    select count(*)::int as parked from inbox_sequences where consumer = ${consumer} and parked_since is not null`;
  return row?.parked ?? 0;
}

/**
 * Handles what was set aside for an order, in its order and in one transaction, and lets the order flow again. With
 * `skipDead`, the event that could not be handled is dropped; its copy stays in the stream of dead letters.
 * @returns how many events were handled
 * @throws what the effect throws; then the order stays parked as it was
 */
export async function releaseParked<Body>(
  database: Database,
  consumer: EventConsumer<Body>,
  key: string,
  { skipDead = false } = {},
): Promise<number> {
  return database.transaction(async (tx) => {
    await tx`select from inbox_sequences where consumer = ${consumer.name} and key = ${key} for update`;
    const rows = await tx<ParkedRow[]>`
      delete from inbox_parked where consumer = ${consumer.name} and key = ${key}
      returning event_id, key, sequence, subject, headers, payload, published_at, dead`;
    const waiting = rows.filter(({ dead }) => !(dead && skipDead)).sort((a, b) => a.sequence - b.sequence);
    for (const row of waiting) await consumer.handle(tx, toEvent<Body>(row));
    const last = Math.max(0, ...rows.map(({ sequence }) => sequence));
    await tx`
      update inbox_sequences set last_sequence = greatest(last_sequence, ${last}::int), parked_since = null, parked_reason = null,
        waiting = '{}', tries = 0
      where consumer = ${consumer.name} and key = ${key}`;
    return waiting.length;
  });
}

function toEvent<Body>(row: ParkedRow): ConsumedEvent<Body> {
  const { event_id: eventId, key, sequence, subject, headers, payload, published_at: publishedAt } = row;
  return { eventId, key, sequence, subject, headers, body: JSON.parse(payload) as Body, publishedAt };
}
