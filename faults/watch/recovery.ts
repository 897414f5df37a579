import { setTimeout as delay } from 'node:timers/promises';
import { newId } from '#libs/kernel';
import type { Load } from '../load/load.js';
import type { System } from '../system/system.js';

/** How long after the end of a fault things went well again, in ms; missing when they did not within the time. */
export interface Recovery {
  /** Every replica answers a write with 2xx. */
  readonly answers?: number;
  /** A relay has published something: what waited, or the events of an order that came afterwards. */
  readonly relay?: number;
  /** All events that had been committed when the fault ended are in the stream. */
  readonly drained?: number;
}

const LIMIT_MS = 60_000;
const EVERY_MS = 40;

export async function watchRecovery(system: System, load: Load): Promise<Recovery> {
  const [answers, backlog] = await Promise.all([untilAnswered(system, load), untilDrained(system)]);
  return { answers, ...backlog };
}

async function untilAnswered({ replicas }: System, load: Load): Promise<number | undefined> {
  const began = performance.now();
  const firsts = await Promise.all(replicas.map((replica) => firstAnswer(load, replica)));
  return firsts.every((at) => at !== undefined) ? Math.round(Math.max(...firsts) - began) : undefined;
}

/** Asks again and again without waiting for answers, as many clients would, so that one that hangs hides nothing. */
async function firstAnswer(load: Load, target: { name: string; url: string }): Promise<number | undefined> {
  let answeredAt: number | undefined;
  for (const deadline = performance.now() + LIMIT_MS; answeredAt === undefined && performance.now() < deadline;) {
    void load.probe(target).then(({ status = 0 }) => {
      if (status >= 200 && status < 300) answeredAt ??= performance.now();
    });
    await delay(EVERY_MS);
  }
  return answeredAt;
}

/**
 * The relay deletes what is published, so the oldest row tells how far it has come. Where no row waits, nothing is seen of it
 * before somebody orders something; an order without a row in the outbox has been told.
 */
async function untilDrained(system: System): Promise<Pick<Recovery, 'relay' | 'drained'>> {
  const began = performance.now();
  const since = (): number => Math.round(performance.now() - began);
  // Ids of orders are in the order of time.
  const afterOrder = newId();
  let first: Waiting | undefined;
  let relay: number | undefined;
  let drained: number | undefined;
  for (; since() < LIMIT_MS && (relay === undefined || drained === undefined); await delay(EVERY_MS)) {
    const waiting = await lookAtOutbox(system, afterOrder).catch(() => undefined);
    if (!waiting) continue;
    first ??= waiting;
    if (waiting.oldest > first.oldest || waiting.newOrderIsTold) relay ??= since();
    if (waiting.oldest > first.newest) drained ??= waiting === first ? 0 : since();
  }
  return { relay, drained };
}

interface Waiting {
  readonly oldest: number;
  readonly newest: number;
  readonly newOrderIsTold: boolean;
}

async function lookAtOutbox({ database }: System, afterOrder: string): Promise<Waiting> {
  const [row] = await database.sql<[Waiting]>`
    select coalesce(min(id), 'infinity'::float8)::float8 as oldest, coalesce(max(id), 0)::float8 as newest, exists (
      select from orders where id > ${afterOrder} and not exists (select from outbox where key = orders.id)
    ) as "newOrderIsTold" from outbox`;
  return row;
}
