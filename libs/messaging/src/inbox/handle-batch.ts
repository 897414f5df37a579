import type { Database, Tx } from '#libs/database';
import type { BatchConsumer, ConsumedEvent, Outcome } from '../consumer/event-consumer.js';

/** Something in the batch needs a look of its own; nothing of it was done. */
export class NotAsBatch extends Error {
  override readonly name = 'NotAsBatch';
}

/**
 * Handles many events in one transaction, with the same promises as `handleOnce` for each of them.
 * @returns what became of each event
 * @throws NotAsBatch when an order is parked or an event is missing, and whatever the effect throws; then all of it is undone
 */
export async function handleBatch<Body>(
  database: Database,
  consumer: BatchConsumer<Body>,
  events: readonly ConsumedEvent<Body>[],
): Promise<Outcome[]> {
  return database.transaction(async (tx) => {
    const isNew = await noteAll(tx, consumer.name, events);
    const progress = await lockAll(tx, consumer.name, events);
    const next: ConsumedEvent<Body>[] = [];
    const outcomes = events.map<Outcome>((event) => {
      // A second copy in the same batch is no longer new.
      if (!isNew.delete(event.eventId)) return 'duplicate';
      const last = progress.get(event.key) ?? 0;
      if (event.sequence <= last) return 'late';
      if (event.sequence !== last + 1 && !(last === 0 && consumer.startsMidway)) throw new NotAsBatch();
      progress.set(event.key, event.sequence);
      next.push(event);
      return 'handled';
    });
    if (next.length > 0) {
      await consumer.handleMany(tx, next);
      await advanceAll(tx, consumer.name, next);
    }
    return outcomes;
  });
}

async function noteAll<Body>(tx: Tx, consumer: string, events: readonly ConsumedEvent<Body>[]): Promise<Set<string>> {
  const ids = events.map(({ eventId }) => eventId);
  const rows = await tx<{ event_id: string }[]>`
    insert into inbox (consumer, event_id) select ${consumer}, id from unnest(${ids}::uuid[]) as id order by id
    on conflict do nothing returning event_id`;
  return new Set(rows.map(({ event_id: id }) => id));
}

/** Locks the rows of all orders of the batch, in one order for every instance, so that two never wait for each other. */
async function lockAll<Body>(tx: Tx, consumer: string, events: readonly ConsumedEvent<Body>[]): Promise<Map<string, number>> {
  const keys = [...new Set(events.map(({ key }) => key))];
  const rows = await tx<{ key: string; last_sequence: number; parked: boolean }[]>`
    insert into inbox_sequences as s (consumer, key, last_sequence)
    select ${consumer}, key, 0 from unnest(${keys}::uuid[]) as key order by key
    on conflict (consumer, key) do update set last_sequence = s.last_sequence
    returning key, last_sequence, parked_since is not null as parked`;
  if (rows.some(({ parked }) => parked)) throw new NotAsBatch();
  return new Map(rows.map(({ key, last_sequence: last }) => [key, last]));
}

async function advanceAll<Body>(tx: Tx, consumer: string, events: readonly ConsumedEvent<Body>[]): Promise<void> {
  const last = new Map(events.map(({ key, sequence }) => [key, sequence]));
  await tx`
    update inbox_sequences s set last_sequence = n.sequence
    from unnest(${[...last.keys()]}::uuid[], ${[...last.values()]}::int[]) as n (key, sequence)
    where s.consumer = ${consumer} and s.key = n.key`;
}
