import type { Database, Tx } from '#libs/database';
import type { ConsumedEvent, EventConsumer, Outcome } from '../consumer/event-consumer.js';
import { advance, lockProgress, placeOf, type Progress } from './progress.js';

/**
 * Handles one event in one transaction: the note that it was handled, the check of its place, the effect. Either all of it
 * is committed or nothing, so that however often it is delivered it has one effect.
 * @throws SequenceGap when an earlier event is missing, and whatever the effect throws
 */
export async function handleOnce<Body>(
  database: Database,
  consumer: EventConsumer<Body>,
  event: ConsumedEvent<Body>,
): Promise<Outcome> {
  return database.transaction(async (tx) => {
    if (!(await note(tx, consumer.name, event.eventId))) return 'duplicate';
    const progress = (await lockProgress(tx, consumer.name, [event.key])).get(event.key) as Progress;
    if (progress.parked) {
      await keepBehind(tx, consumer.name, event);
      return 'parked';
    }
    const place = placeOf(consumer, event, progress);
    if (place === 'forgotten') return place;
    await consumer.handle(tx, place === 'late' ? { ...event, late: true } : event);
    await advance(tx, consumer.name, new Map([[event.key, event.sequence]]));
    return 'handled';
  });
}

/** Sets an event aside that cannot be handled, and with it its key, whose later events wait behind it. */
export async function park<Body>(
  database: Database,
  consumer: string,
  event: ConsumedEvent<Body>,
  reason: string,
): Promise<void> {
  await database.transaction(async (tx) => {
    if (!(await note(tx, consumer, event.eventId))) return;
    await lockProgress(tx, consumer, [event.key]);
    await setAside(tx, consumer, event, reason, true);
    await tx`
      update inbox_sequences set parked_since = coalesce(parked_since, now()), parked_reason = coalesce(parked_reason, ${reason}),
        waiting = '{}', tries = 0
      where consumer = ${consumer} and key = ${event.key}`;
  });
}

/** Keeps an event whose key is parked: it waits behind the one that could not be handled. The caller has locked the key. */
export function keepBehind<Body>(tx: Tx, consumer: string, event: ConsumedEvent<Body>): Promise<void> {
  return setAside(tx, consumer, event, 'an earlier event of this key was set aside', false);
}

/** @returns false when it was noted before */
async function note(tx: Tx, consumer: string, eventId: string): Promise<boolean> {
  const rows = await tx`
    insert into inbox (consumer, event_id) values (${consumer}, ${eventId}) on conflict do nothing returning event_id`;
  return rows.length === 1;
}

async function setAside<Body>(
  tx: Tx,
  consumer: string,
  event: ConsumedEvent<Body>,
  reason: string,
  dead: boolean,
): Promise<void> {
  const { eventId, key, sequence, subject, headers, body, publishedAt } = event;
  await tx`
    insert into inbox_parked (consumer, event_id, key, sequence, subject, headers, payload, published_at, dead, reason)
    values (${consumer}, ${eventId}, ${key}, ${sequence}, ${subject}, ${JSON.stringify(headers)}::text::jsonb,
      ${JSON.stringify(body)}, ${publishedAt}, ${dead}, ${reason})`;
}
