import { setTimeout as delay } from 'node:timers/promises';
import { CONSUMED, consumerOf } from './consumer/note-effect-when-anything-happened.consumer.js';
import { ownConsumersOf } from './consumer/own-consumers.js';
import type { System } from './system/system.js';

/** What a consumer had in hand when it lost the broker, nats-server gives out again after 30 s. */
const LIMIT_MS = 45_000;

/**
 * Waits until everything is published and consumed, also by the service's own consumers. When it does not come to that, the
 * checker says what is missing.
 */
export async function settle(system: System, limitMs = LIMIT_MS): Promise<void> {
  for (const deadline = Date.now() + limitMs; Date.now() < deadline; await delay(100)) {
    if (await isSettled(system).catch(() => false)) return;
  }
}

async function isSettled({ database, nats }: System): Promise<boolean> {
  const waiting = await database.sql`select from outbox limit 1`;
  if (waiting.length > 0 || !nats.current) return false;
  for (const stream of CONSUMED) {
    for (const consumer of [consumerOf(stream), ...ownConsumersOf(stream)]) {
      const info = await nats.current.manager.consumers.info(stream, consumer);
      if (info.num_pending > 0 || info.num_ack_pending > 0) return false;
    }
  }
  return true;
}
