import type { Database, Tx } from '#libs/database';
import { BLOCKED } from '../jetstream/publisher.js';
import type { Refusal } from '../jetstream/publish-outcome.js';
import { holdPartitionOf } from './outbox-rows.js';

/** An order or a product whose events wait for an operator, because the broker refused one of them for good. */
export interface DeadKey {
  readonly key: string;
  readonly since: Date;
  readonly subject: string;
  readonly reason: string;
  readonly events: number;
}

/**
 * Moves events that the broker will never take to `outbox_dead`, with every later event of the same keys: what cannot be
 * published in order is not published at all, until an operator puts them back with `requeueDead`. Other keys go on.
 */
export async function buryRefused(tx: Tx, refused: readonly Refusal[]): Promise<void> {
  for (const { row, reason } of refused) {
    await tx`
      with gone as (
        delete from outbox where key = ${row.key} and id >= ${row.id} and partition = ${row.partition}
        returning id, event_id, key, partition, subject, headers, payload, created_at
      )
      insert into outbox_dead (id, event_id, key, partition, subject, headers, payload, created_at, reason, attempts)
      select gone.*, case when id = ${row.id} then ${reason} else ${BLOCKED} end, 1 from gone`;
  }
}

export interface Requeued {
  readonly back: number;
  readonly dropped: number;
}

/** The keys whose events are dead, the longest waiting first, each with the first event that was refused. */
export async function listDead(database: Database): Promise<DeadKey[]> {
  return database.sql<DeadKey[]>`
    select * from (
      select distinct on (key) key, failed_at as since, subject, reason, count(*) over (partition by key)::int as events
      from outbox_dead order by key, id
    ) o order by since limit 1000`;
}

/**
 * Puts the dead events of a key back into their old place, before whatever came later. With `skipFirst`, the one that was
 * refused is dropped for good: consumers will see a gap and park the key, unless its numbers have gaps anyway.
 * @returns how many were put back, and how many dropped
 */
export async function requeueDead(tx: Tx, key: string, { skipFirst = false } = {}): Promise<Requeued> {
  await holdPartitionOf(tx, key);
  const [counts] = await tx<[Requeued]>`
    with dead as (
      delete from outbox_dead where key = ${key} returning id, event_id, key, partition, subject, headers, payload, created_at
    ),
    back as (
      insert into outbox (id, event_id, key, partition, subject, headers, payload, created_at) overriding system value
      select * from dead
      where not (${skipFirst} and id = (select min(id) from dead))
      returning id
    )
    select count(back.id)::int as back, (count(*) - count(back.id))::int as dropped from dead left join back using (id)`;
  return counts;
}
