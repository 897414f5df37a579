import type { Database, Tx } from '#libs/database';
import { SequenceGap, type ConsumedEvent, type EventConsumer, type Outcome } from '../consumer/event-consumer.js';

/** How far a consumer is with an order. */
interface Progress {
  last_sequence: number;
  parked: boolean;
  fresh: boolean;
}

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
    const progress = await lockProgress(tx, consumer.name, event.key);
    if (progress.parked) {
      await setAside(tx, consumer.name, event, 'an earlier event of this order was set aside', false);
      return 'parked';
    }
    if (event.sequence <= progress.last_sequence) return 'late';
    assertNext(consumer, event, progress);
    await consumer.handle(tx, event);
    await advance(tx, consumer.name, event);
    return 'handled';
  });
}

/** Sets an event aside that cannot be handled, and with it its order, whose later events wait behind it. */
export async function park<Body>(
  database: Database,
  consumer: string,
  event: ConsumedEvent<Body>,
  reason: string,
): Promise<void> {
  await database.transaction(async (tx) => {
    if (!(await note(tx, consumer, event.eventId))) return;
    await lockProgress(tx, consumer, event.key);
    await setAside(tx, consumer, event, reason, true);
    await tx`
      update inbox_sequences set parked_since = coalesce(parked_since, now()), parked_reason = coalesce(parked_reason, ${reason})
      where consumer = ${consumer} and key = ${event.key}`;
  });
}

/** @returns false when it was noted before */
async function note(tx: Tx, consumer: string, eventId: string): Promise<boolean> {
  const rows = await tx`
    insert into inbox (consumer, event_id) values (${consumer}, ${eventId}) on conflict do nothing returning event_id`;
  return rows.length === 1;
}

/** Locks the order's row for this consumer, so that two replicas cannot handle two of its events side by side. */
async function lockProgress(tx: Tx, consumer: string, key: string): Promise<Progress> {
  const [progress] = await tx<Progress[]>`
    insert into inbox_sequences as s (consumer, key, last_sequence) values (${consumer}, ${key}, 0)
    on conflict (consumer, key) do update set last_sequence = s.last_sequence
    returning last_sequence, parked_since is not null as parked, last_sequence = 0 as fresh`;
  return progress as Progress;
}

function assertNext<Body>(
  consumer: EventConsumer<Body>,
  { sequence }: ConsumedEvent<Body>,
  { last_sequence: last, fresh }: Progress,
): void {
  const ordering = consumer.ordering ?? (consumer.subjects ? 'monotonic' : 'contiguous');
  if (ordering === 'monotonic' || sequence === last + 1 || (fresh && consumer.startsMidway)) return;
  throw new SequenceGap(last + 1, sequence);
}

async function advance<Body>(tx: Tx, consumer: string, { key, sequence }: ConsumedEvent<Body>): Promise<void> {
  await tx`update inbox_sequences set last_sequence = ${sequence} where consumer = ${consumer} and key = ${key}`;
}

async function setAside<Body>(
  tx: Tx,
  consumer: string,
  event: ConsumedEvent<Body>,
  reason: string,
  dead: boolean,
): Promise<void> {
  const { eventId, key, sequence, subject, headers, body } = event;
  await tx`
    insert into inbox_parked (consumer, event_id, key, sequence, subject, headers, payload, dead, reason)
    values (${consumer}, ${eventId}, ${key}, ${sequence}, ${subject}, ${JSON.stringify(headers)}::text::jsonb,
      ${JSON.stringify(body)}, ${dead}, ${reason})`;
}
