import type { Database, Tx } from '#libs/database';
import { orderingOf, SequenceGap, type ConsumedEvent, type EventConsumer } from '../consumer/event-consumer.js';
import { LONGEST_INBOX_DAYS } from './purge-inbox.js';

/** How far a consumer is with an order or a product. */
export interface Progress {
  readonly key: string;
  /** The highest sequence that was handled; 0 when none was. */
  readonly last_sequence: number;
  /** Events that came and could not be handled yet, in their order. */
  readonly waiting: readonly number[];
  readonly parked: boolean;
}

const DAY_MS = 86_400_000;

/**
 * Locks the rows of these keys for this consumer, so that two instances cannot handle two events of a key side by side.
 * They are locked in one order by everybody, so that two never wait for each other.
 */
export async function lockProgress(tx: Tx, consumer: string, keys: readonly string[]): Promise<Map<string, Progress>> {
  const rows = await tx<Progress[]>`
    insert into inbox_sequences as s (consumer, key, last_sequence)
    select ${consumer}, key, 0 from unnest(${[...new Set(keys)]}::uuid[]) as key order by key
    on conflict (consumer, key) do update set last_sequence = s.last_sequence
    returning key, last_sequence, waiting, parked_since is not null as parked`;
  return new Map(rows.map((row) => [row.key, row]));
}

/**
 * As `lockProgress`, without making the rows of keys that are new to the consumer: most events of a batch are the first of
 * their key, and `begin` then writes a row once instead of twice.
 */
export async function lockKnown(tx: Tx, consumer: string, keys: readonly string[]): Promise<Map<string, Progress>> {
  const rows = await tx<Progress[]>`
    select key, last_sequence, waiting, parked_since is not null as parked from inbox_sequences
    where consumer = ${consumer} and key = any(${keys as string[]}::uuid[]) order by key for no key update`;
  return new Map(rows.map((row) => [row.key, row]));
}

/** Where a key begins that the consumer has not met. */
export const UNMET = { last_sequence: 0, waiting: [], parked: false } satisfies Partial<Progress>;

/** Notes how far keys are that were new. @returns false when another instance has met one of them meanwhile */
export async function begin(tx: Tx, consumer: string, reached: ReadonlyMap<string, number>): Promise<boolean> {
  const rows = await tx`
    insert into inbox_sequences (consumer, key, last_sequence)
    select ${consumer}, key, sequence
    from unnest(${[...reached.keys()]}::uuid[], ${[...reached.values()]}::int[]) as n (key, sequence) order by key
    on conflict do nothing returning key`;
  return rows.length === reached.size;
}

/**
 * The place of an event that the inbox does not know. `late` are events before the last one that was handled: they were never
 * handled themselves, unless they are so old (`forgotten`) that the inbox would no longer know it.
 * @throws SequenceGap when an earlier event is missing, or waits itself
 */
export function placeOf<Body>(
  consumer: EventConsumer<Body>,
  event: ConsumedEvent<Body>,
  { last_sequence: last, waiting: [first] }: Progress,
): 'next' | 'late' | 'forgotten' {
  const { sequence, gapless } = event;
  if (first !== undefined && sequence > first) throw new SequenceGap(first, sequence);
  if (sequence <= last && Date.now() - event.publishedAt.getTime() > LONGEST_INBOX_DAYS * DAY_MS) return 'forgotten';
  // Where numbers have gaps they also repeat: one change of an order may release stock and commit some.
  if (gapless ? sequence <= last : sequence < last) return 'late';
  const contiguous = gapless && orderingOf(consumer) === 'contiguous';
  if (!contiguous || sequence === last + 1 || (last === 0 && consumer.startsMidway)) return 'next';
  throw new SequenceGap(last + 1, sequence);
}

/** Moves keys on. What waited before and is handled now waits no longer. */
export async function advance(tx: Tx, consumer: string, reached: ReadonlyMap<string, number>): Promise<void> {
  await tx`
    update inbox_sequences s set last_sequence = greatest(s.last_sequence, n.sequence),
      waiting = array(select w from unnest(s.waiting) as w where w > n.sequence order by w), tries = 0
    from unnest(${[...reached.keys()]}::uuid[], ${[...reached.values()]}::int[]) as n (key, sequence)
    where s.consumer = ${consumer} and s.key = n.key`;
}

/**
 * Notes that an event waits, so that no later one of its key overtakes it. One that another instance has handled does not.
 * @returns how often its effect has failed, this time included if `failed`
 */
export async function noteWaiting<Body>(
  database: Database,
  consumer: string,
  { eventId, key, sequence }: ConsumedEvent<Body>,
  { failed }: { failed: boolean },
): Promise<number> {
  const failures = failed ? 1 : 0;
  return database.transaction(async (tx) => {
    await lockProgress(tx, consumer, [key]);
    // A statement of its own: it sees what the one committed who had the lock before.
    const [row] = await tx<{ tries: number }[]>`
      update inbox_sequences set waiting = array(select distinct w from unnest(waiting || ${sequence}::int) as w order by w),
        tries = case when ${sequence} < waiting[1] then ${failures} else tries + ${failures} end
      where consumer = ${consumer} and key = ${key}
        and not exists (select from inbox where consumer = ${consumer} and event_id = ${eventId})
      returning tries`;
    return row?.tries ?? failures;
  });
}
