import { setTimeout as delay } from 'node:timers/promises';
import type { JetStreamLink } from '#libs/messaging';
import { CONSUMED } from '../consumer/note-effect-when-anything-happened.consumer.js';

const LIMIT_MS = 60_000;

/**
 * Waits until the servers of a cluster have agreed who leads each stream. Before that, up to nine seconds after a leader was
 * lost, there is no broker, whatever a service does.
 */
export async function untilLed(nats: JetStreamLink): Promise<void> {
  for (const deadline = Date.now() + LIMIT_MS; Date.now() < deadline; await delay(20)) {
    if (await isLed(nats).catch(() => false)) return;
  }
}

async function isLed({ current }: JetStreamLink): Promise<boolean> {
  if (!current) return false;
  const streams = await Promise.all(CONSUMED.map((stream) => current.manager.streams.info(stream)));
  return streams.every(({ cluster }) => cluster?.leader !== undefined);
}
