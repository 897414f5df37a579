import type { Tx } from '#libs/database';
import type { Outgoing } from '../jetstream/outgoing.js';
import { partitionOf, PARTITIONS } from '../outbox/outbox.js';

/** The first number of the advisory locks that partitions are taken with; the second is the partition. */
const LOCK_SPACE = 0x70756c73;

/** With a broker that is silent, a relay goes on for 3 s and waits 4 s more for acknowledgements before it lets go. */
const LONGEST_PASS_MS = '8000';

export interface RowsToPublish {
  readonly rows: readonly Outgoing[];
  /** Of payload. */
  readonly bytes: number;
  /** Whether the limits of the pass left rows behind. */
  readonly more: boolean;
}

/**
 * The partitions that nobody else is publishing, held until the transaction ends, or for `leaseMs` gives no sign of life and
 * takes nothing of an answer.
 */
export async function takePartitions(tx: Tx, leaseMs: number): Promise<number[]> {
  const rows = await tx<{ partition: number }[]>`
    select partition, set_config('idle_in_transaction_session_timeout', ${String(leaseMs)}, true),
      set_config('tcp_user_timeout', ${String(leaseMs)}, true)
    from generate_series(0, ${PARTITIONS - 1}::int) as partition
    where pg_try_advisory_xact_lock(${LOCK_SPACE}, partition)`;
  return rows.map(({ partition }) => partition);
}

/** Waits until no relay is publishing the partition of this key, and keeps it so until the transaction ends. */
export async function holdPartitionOf(tx: Tx, key: string): Promise<void> {
  await tx`select set_config('lock_timeout', ${LONGEST_PASS_MS}, true)`;
  await tx`select pg_advisory_xact_lock(${LOCK_SPACE}, ${partitionOf(key)})`;
}

/**
 * The oldest rows of the partitions up to the one that reaches the limit of bytes, without those of resting subjects (patterns
 * of LIKE). A statement of its own, after the one that took the locks: its snapshot then sees what the relay before this one
 * deleted.
 */
export async function readRows(
  tx: Tx,
  partitions: readonly number[],
  resting: readonly string[],
  limit: { readonly rows: number; readonly bytes: number },
): Promise<RowsToPublish> {
  const found = await tx<(Outgoing & { bytes: number })[]>`
    select id, event_id, key, partition, subject, headers, payload, created_at, bytes::float8,
      exists (select from outbox_dead d where d.key = o.key and d.id < o.id) as blocked
    from (
      select *, sum(octet_length(payload)) over (order by id) as bytes
      from (
        select * from outbox
        where partition = any(${partitions}::smallint[]) and subject not like all(${resting}::text[])
        order by id limit ${limit.rows}
      ) oldest
    ) o
    where bytes - octet_length(payload) < ${limit.bytes}
    order by id`;
  const bytes = found.at(-1)?.bytes ?? 0;
  return { rows: found, bytes, more: found.length === limit.rows || bytes >= limit.bytes };
}

/**
 * Deletes what was published. The commit does not wait for the disk, so that orders do not wait for it there: if PostgreSQL dies
 * within that moment the rows are back, and are published again with the ids that JetStream and the inboxes know.
 */
export async function deleteRows(tx: Tx, rows: readonly Outgoing[]): Promise<void> {
  if (rows.length === 0) return;
  const ids = rows.map(({ id }) => String(id));
  await Promise.all([
    tx`select set_config('synchronous_commit', 'off', true)`,
    tx`delete from outbox where id = any(${ids}::text[]::bigint[])`,
  ]);
}
