import type { Database, Tx } from '#libs/database';
import type { BatchConsumer, ConsumedEvent, Outcome } from '../consumer/event-consumer.js';
import { keepBehind } from './inbox.js';
import { advance, begin, lockKnown, placeOf, UNMET } from './progress.js';

/** Something in the batch needs a look of its own; nothing of it was done. */
export class NotAsBatch extends Error {
  override readonly name = 'NotAsBatch';
}

/**
 * Handles many events in one transaction, with the same promises as `handleOnce` for each of them.
 * @returns what became of each event
 * @throws NotAsBatch when an event is neither simply the next of its key nor set aside with it, or another instance has just
 * begun with its key; SequenceGap when one is missing, and whatever the effect throws. Then all of it is undone
 */
export async function handleBatch<Body>(
  database: Database,
  consumer: BatchConsumer<Body>,
  events: readonly ConsumedEvent<Body>[],
): Promise<Outcome[]> {
  return database.transaction(async (tx) => {
    const isNew = await noteAll(tx, consumer.name, events);
    const known = await lockKnown(tx, consumer.name, [...new Set(events.map(({ key }) => key))]);
    const progress = new Map(known);
    const next: ConsumedEvent<Body>[] = [];
    const behind: ConsumedEvent<Body>[] = [];
    const outcomes = events.map<Outcome>((event) => {
      const { key, sequence } = event;
      // A second copy in the same batch is no longer new.
      if (!isNew.delete(event.eventId)) return 'duplicate';
      const place = progress.get(key) ?? { key, ...UNMET };
      if (place.parked) {
        behind.push(event);
        return 'parked';
      }
      if (placeOf(consumer, event, place) !== 'next') throw new NotAsBatch();
      progress.set(key, { ...place, last_sequence: sequence });
      next.push(event);
      return 'handled';
    });
    for (const event of behind) await keepBehind(tx, consumer.name, event);
    if (next.length === 0) return outcomes;
    const { met, unmet } = reachedBy(next, known);
    // Every key is locked before the effect locks anything: in another order two instances would wait in a circle.
    if (unmet.size > 0 && !(await begin(tx, consumer.name, unmet))) throw new NotAsBatch();
    await consumer.handleMany(tx, next);
    if (met.size > 0) await advance(tx, consumer.name, met);
    return outcomes;
  });
}

/** How far the keys are afterwards, those apart that the consumer has not met before. */
function reachedBy<Body>(handled: readonly ConsumedEvent<Body>[], known: ReadonlyMap<string, unknown>) {
  const reached = new Map(handled.map(({ key, sequence }) => [key, sequence]));
  const parts = Map.groupBy(reached, ([key]) => known.has(key));
  return { met: new Map(parts.get(true)), unmet: new Map(parts.get(false)) };
}

async function noteAll<Body>(tx: Tx, consumer: string, events: readonly ConsumedEvent<Body>[]): Promise<Set<string>> {
  const ids = events.map(({ eventId }) => eventId);
  const rows = await tx<{ event_id: string }[]>`
    insert into inbox (consumer, event_id) select ${consumer}, id from unnest(${ids}::uuid[]) as id order by id
    on conflict do nothing returning event_id`;
  return new Set(rows.map(({ event_id: id }) => id));
}
