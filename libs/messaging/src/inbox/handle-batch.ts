import type { Database, Tx } from '#libs/database';
import type { BatchConsumer, ConsumedEvent, Outcome } from '../consumer/event-consumer.js';
import { advance, lockProgress, placeOf, type Progress } from './progress.js';

/** Something in the batch needs a look of its own; nothing of it was done. */
export class NotAsBatch extends Error {
  override readonly name = 'NotAsBatch';
}

/**
 * Handles many events in one transaction, with the same promises as `handleOnce` for each of them.
 * @returns what became of each event
 * @throws NotAsBatch when an event is not simply the next of its key, SequenceGap when one is missing, and whatever the
 * effect throws; then all of it is undone
 */
export async function handleBatch<Body>(
  database: Database,
  consumer: BatchConsumer<Body>,
  events: readonly ConsumedEvent<Body>[],
): Promise<Outcome[]> {
  return database.transaction(async (tx) => {
    const isNew = await noteAll(tx, consumer.name, events);
    const keys = events.map(({ key }) => key);
    const progress = await lockProgress(tx, consumer.name, keys);
    const next: ConsumedEvent<Body>[] = [];
    const outcomes = events.map<Outcome>((event) => {
      // A second copy in the same batch is no longer new.
      if (!isNew.delete(event.eventId)) return 'duplicate';
      const place = progress.get(event.key) as Progress;
      if (place.parked || placeOf(consumer, event, place) !== 'next') throw new NotAsBatch();
      progress.set(event.key, { ...place, last_sequence: event.sequence });
      next.push(event);
      return 'handled';
    });
    if (next.length > 0) {
      await consumer.handleMany(tx, next);
      await advance(tx, consumer.name, next);
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
