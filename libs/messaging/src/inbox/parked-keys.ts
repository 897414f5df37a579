import type { Database, Tx } from '#libs/database';
import { parseJson } from '#libs/kernel';
import type { ConsumedEvent, EventConsumer } from '../consumer/event-consumer.js';
import { scopeOf } from '../consumer/event-scope.js';

/** Events that are released in one transaction, and how large they may be together: a key may have any number of them. */
const PORTION = 200;
const PORTION_BYTES = 4_194_304;

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
 * Handles what was set aside for a key, in its order and portion by portion, each in one transaction, and lets the key flow again
 * with the last of them. With `skipDead`, the event that could not be handled is dropped; its copy stays in the stream of dead
 * letters.
 * @returns how many events were handled
 * @throws what the effect throws; then the portions before stay handled, and the key stays parked with the rest
 */
export async function releaseParked<Body>(
  database: Database,
  consumer: EventConsumer<Body>,
  key: string,
  { skipDead = false } = {},
): Promise<number> {
  for (let handled = 0; ; ) {
    const portion = await database.transaction((tx) => releasePortion(tx, consumer, key, skipDead));
    handled += portion.handled;
    if (portion.isLast) return handled;
  }
}

async function releasePortion<Body>(tx: Tx, consumer: EventConsumer<Body>, key: string, skipDead: boolean) {
  const { name } = consumer;
  // Nobody sets another event of the key aside, or handles one, before the end of this portion.
  await tx`select from inbox_sequences where consumer = ${name} and key = ${key} for update`;
  const rows = (await takePortion(tx, name, key)).sort(inOrder);
  const waiting = rows.filter(({ dead }) => !(dead && skipDead));
  for (const row of waiting) await consumer.handle(tx, toEvent<Body>(row));
  const [more] = await tx`select from inbox_parked where consumer = ${name} and key = ${key} limit 1`;
  await tx`
    update inbox_sequences set last_sequence = greatest(last_sequence, ${rows.at(-1)?.sequence ?? 0}::int)
    where consumer = ${name} and key = ${key}`;
  if (more) return { handled: waiting.length, isLast: false };
  await tx`
    update inbox_sequences set parked_since = null, parked_reason = null, waiting = '{}', tries = 0
    where consumer = ${name} and key = ${key}`;
  return { handled: waiting.length, isLast: true };
}

/** The first events of a key; the one with which they become too large is the last. */
async function takePortion(tx: Tx, consumer: string, key: string): Promise<ParkedRow[]> {
  return tx<ParkedRow[]>`
    with first as (
      select event_id, sequence, octet_length(payload) + octet_length(headers::text) as bytes from inbox_parked
      where consumer = ${consumer} and key = ${key} order by sequence, event_id limit ${PORTION}
    ),
    portion as (select event_id, sum(bytes) over (order by sequence, event_id) - bytes as before from first)
    delete from inbox_parked p using portion
    where p.consumer = ${consumer} and p.event_id = portion.event_id and portion.before < ${PORTION_BYTES}
    returning p.event_id, p.key, p.sequence, p.subject, p.headers, p.payload, p.published_at, p.dead`;
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
