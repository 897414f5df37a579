import { setTimeout as delay } from 'node:timers/promises';
import { newId } from '#libs/kernel';
import { CONSUMED, consumerOf } from '../consumer/note-effect-when-anything-happened.consumer.js';
import { OWN_CONSUMERS } from '../consumer/own-consumers.js';
import type { System } from '../system/system.js';
import { LOOK_EVERY_MS, WATCHED_MS } from './looking.js';

/** Those of the run and the service's own. */
const CONSUMERS: readonly string[] = [...CONSUMED.map(consumerOf), ...OWN_CONSUMERS.keys()];

/** @returns ms until each consumer has handled an event that happened after this call; nothing when one of them has not */
export async function untilConsuming({ database: { sql } }: System): Promise<number | undefined> {
  const began = performance.now();
  // Ids of events are in the order of time.
  const afterEvent = newId();
  const waiting = new Set(CONSUMERS);
  for (; performance.now() - began < WATCHED_MS; await delay(LOOK_EVERY_MS)) {
    const rows = await sql<{ name: string }[]>`
      select name from unnest(${[...waiting]}::text[]) as name
      where exists (select from inbox where consumer = name and event_id > ${afterEvent})`.catch(() => []);
    for (const { name } of rows) waiting.delete(name);
    if (waiting.size === 0) return Math.round(performance.now() - began);
  }
  return undefined;
}
