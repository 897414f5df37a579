import { setTimeout as delay } from 'node:timers/promises';
import type { Sql } from '#libs/database';

const LIMIT_MS = 120_000;

/** Waits until the outbox is empty. @throws Error when it does not get there, since the figures would be false then */
export async function settle(sql: Sql): Promise<void> {
  for (const deadline = Date.now() + LIMIT_MS; Date.now() < deadline; await delay(50)) {
    const waiting = await sql`select from outbox limit 1`;
    if (waiting.length === 0) return;
  }
  throw new Error(`The outbox was not empty after ${LIMIT_MS / 1000} s.`);
}
