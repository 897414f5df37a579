import { setTimeout as delay } from 'node:timers/promises';
import { CONSUMED, consumerOf } from './consumer/note-effect-when-anything-happened.consumer.js';
import { ownConsumersOf } from './consumer/own-consumers.js';
import type { System } from './system/system.js';

/** What a consumer had in hand when it lost the broker, nats-server gives out again after 30 s. */
const LIMIT_MS = 45_000;

/** An order that could not end by itself, because stock was locked for example, rests for half a minute, then for a whole one. */
const EXPIRY_LIMIT_MS = 120_000;

/**
 * Waits until orders that end by themselves have ended, then until everything is published and consumed, also by the service's
 * own consumers. When it does not come to that, the checker says what is missing.
 */
export async function settle(system: System, limitMs = LIMIT_MS): Promise<void> {
  await until(() => haveEnded(system), EXPIRY_LIMIT_MS);
  await until(() => isSettled(system), limitMs);
}

async function until(holds: () => Promise<boolean>, limitMs: number): Promise<void> {
  for (const deadline = Date.now() + limitMs; Date.now() < deadline; await delay(100)) {
    if (await holds().catch(() => false)) return;
  }
}

async function haveEnded({ database }: System): Promise<boolean> {
  const expiring = await database.sql`
    select from orders where expires_at is not null and status in ('draft', 'pending') and not on_hold limit 1`;
  return expiring.length === 0;
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
