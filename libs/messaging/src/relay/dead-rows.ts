import type { Tx } from '#libs/database';
import { BLOCKED, type Published } from '../jetstream/publisher.js';

/**
 * Moves events that the broker will never take to `outbox_dead`, with every later event of the same keys: what cannot be
 * published in order is not published at all, until an operator puts them back with `requeueDead`. Other orders go on.
 */
export async function buryRefused(tx: Tx, refused: Published['refused']): Promise<void> {
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

/** Puts the dead events of a key back, in their order, behind whatever waits now. @returns how many */
export async function requeueDead(tx: Tx, key: string): Promise<number> {
  const moved = await tx`
    with back as (
      delete from outbox_dead where key = ${key} returning id, event_id, key, partition, subject, headers, payload
    )
    insert into outbox (event_id, key, partition, subject, headers, payload)
    select event_id, key, partition, subject, headers, payload from back order by id`;
  return moved.count;
}
