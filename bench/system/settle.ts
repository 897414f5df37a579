import { setTimeout as delay } from 'node:timers/promises';
import type { Sql } from '#libs/database';
import type { JetStreamLink } from '#libs/messaging';

const LIMIT_MS = 120_000;

/** Waits until the outbox is empty. @throws Error when it does not get there, since the figures would be false then */
export async function untilPublished(sql: Sql): Promise<void> {
  await until('The outbox was not empty', async () => (await sql`select from outbox limit 1`).length === 0);
}

/** Waits until no durable consumer of any stream has an event left to handle or to acknowledge. @throws Error as above */
export async function untilConsumed(link: JetStreamLink): Promise<void> {
  await until('The consumers were not done', () => isConsumed(link));
}

async function isConsumed({ current }: JetStreamLink): Promise<boolean> {
  if (!current) return false;
  for await (const stream of current.manager.streams.list()) {
    for await (const consumer of current.manager.consumers.list(stream.config.name)) {
      const isDurable = consumer.config.durable_name !== undefined;
      if (isDurable && consumer.num_pending + consumer.num_ack_pending > 0) return false;
    }
  }
  return true;
}

async function until(complaint: string, holds: () => Promise<boolean>): Promise<void> {
  for (const deadline = Date.now() + LIMIT_MS; Date.now() < deadline; await delay(50)) {
    if (await holds()) return;
  }
  throw new Error(`${complaint} after ${LIMIT_MS / 1000} s.`);
}
