import { setTimeout as delay } from 'node:timers/promises';
import { newId } from '#libs/kernel';
import type { System } from '../system/system.js';
import { LOOK_EVERY_MS, WATCHED_MS } from './looking.js';

export interface Backlog {
  /** Every partition in which something waited has published some of it; where nothing did, the events of a new order. */
  readonly relay?: number;
  /** All events that had been committed when the fault ended are in the stream. */
  readonly drained?: number;
}

/**
 * The relay deletes what is published, so the oldest row of a partition tells how far it has come. Where no row waits, nothing is
 * seen of it before somebody orders something; an order without a row in the outbox has been told.
 */
export async function untilDrained(system: System): Promise<Backlog> {
  const began = performance.now();
  const since = (): number => Math.round(performance.now() - began);
  // Ids of orders are in the order of time.
  const afterOrder = newId();
  let first: Outbox | undefined;
  let relay: number | undefined;
  let drained: number | undefined;
  for (; since() < WATCHED_MS && (relay === undefined || drained === undefined); await delay(LOOK_EVERY_MS)) {
    const now = await lookAtOutbox(system, afterOrder).catch(() => undefined);
    if (!now) continue;
    first ??= now;
    if (isActive(first, now)) relay ??= since();
    if (isDrained(first, now)) drained ??= now === first ? 0 : since();
  }
  return { relay, drained };
}

interface Outbox {
  readonly partitions: readonly { readonly partition: number; readonly oldest: number; readonly newest: number }[];
  readonly newOrderIsTold: boolean;
}

/** A partition that another session holds tells nothing, while the three others go on. */
function isActive(first: Outbox, now: Outbox): boolean {
  if (first.partitions.length === 0) return now.newOrderIsTold;
  return first.partitions.every(({ partition, oldest }) => oldestIn(now, partition) > oldest);
}

function isDrained(first: Outbox, now: Outbox): boolean {
  return first.partitions.every(({ partition, newest }) => oldestIn(now, partition) > newest);
}

function oldestIn({ partitions }: Outbox, partition: number): number {
  return partitions.find((one) => one.partition === partition)?.oldest ?? Number.POSITIVE_INFINITY;
}

async function lookAtOutbox({ database: { sql } }: System, afterOrder: string): Promise<Outbox> {
  const partitions = await sql<Outbox['partitions']>`
    select partition, min(id)::float8 as oldest, max(id)::float8 as newest from outbox group by partition`;
  const [row] = await sql<[{ told: boolean }]>`
    select exists (
      select from orders where id > ${afterOrder} and not exists (select from outbox where key = orders.id)
    ) as told`;
  return { partitions, newOrderIsTold: row.told };
}
