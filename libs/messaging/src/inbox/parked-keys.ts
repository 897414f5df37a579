import type { Database } from '#libs/database';
import { parseJson } from '#libs/kernel';
import type { ConsumedEvent, EventConsumer } from '../consumer/event-consumer.js';
import { scopeOf } from '../consumer/event-scope.js';

/** An order or a product whose events wait for an operator. */
export interface ParkedKey {
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

/** What waits for an operator, the longest waiting first. */
export async function listParked(database: Database, consumer?: string): Promise<ParkedKey[]> {
  return database.sql<ParkedKey[]>`
    select s.consumer, s.key, s.parked_since as since, s.parked_reason as reason,
      (select count(*)::int from inbox_parked p where p.consumer = s.consumer and p.key = s.key) as events
    from inbox_sequences s
    where s.parked_since is not null and s.consumer = coalesce(${consumer ?? null}, s.consumer)
    order by s.parked_since limit 1000`;
}

/** How many keys of a consumer wait for an operator. */
export async function countParked(database: Database, consumer: string): Promise<number> {
  const [row] = await database.sql<{ parked: number }[]>`
    select count(*)::int as parked from inbox_sequences where consumer = ${consumer} and parked_since is not null`;
  return row?.parked ?? 0;
}

/**
 * Handles what was set aside for a key, in its order and in one transaction, and lets the key flow again. With
 * `skipDead`, the event that could not be handled is dropped; its copy stays in the stream of dead letters.
 * @returns how many events were handled
 * @throws what the effect throws; then the key stays parked as it was
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
    const waiting = rows.filter(({ dead }) => !(dead && skipDead)).sort(inOrder);
    for (const row of waiting) await consumer.handle(tx, toEvent<Body>(row));
    const last = Math.max(0, ...rows.map(({ sequence }) => sequence));
    await tx`
      update inbox_sequences set last_sequence = greatest(last_sequence, ${last}::int), parked_since = null, parked_reason = null,
        waiting = '{}', tries = 0
      where consumer = ${consumer.name} and key = ${key}`;
    return waiting.length;
  });
}

/** Events of one change may share their number; their ids are of UUID version 7 and rise as they were made. */
function inOrder(a: ParkedRow, b: ParkedRow): number {
  return a.sequence - b.sequence || (a.event_id < b.event_id ? -1 : 1);
}

function toEvent<Body>(row: ParkedRow): ConsumedEvent<Body> {
  const { event_id: eventId, key, sequence, subject, headers, payload, published_at: publishedAt } = row;
  const body = parseJson(payload) as Body & object;
  const gapless = scopeOf(body)?.gapless ?? true;
  return { eventId, key, sequence, gapless, subject, headers, body, publishedAt };
}
