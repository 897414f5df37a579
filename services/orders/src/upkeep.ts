import { Logger } from '@nestjs/common';
import type { Database } from '#libs/database';
import { LONGEST_INBOX_DAYS, purgeInbox } from '#libs/messaging';
import { purgeIdempotencyKeys } from './idempotency/idempotency.repository.js';
import type { OrdersSettings } from './orders.config.js';

/** How long the answer to an idempotency key is kept. */
const KEY_LIFE_MS = 24 * 3_600_000;
const EVERY_MS = 60_000;

const logger = new Logger('Upkeep');

/** Removes rows that nobody asks for any more, a batch at a time so that no lock is held for long. @returns how to stop */
export function forgetOldRows(database: Database, { natsStreamMaxAgeDays: days }: OrdersSettings): () => void {
  const inboxDays = days === 0 ? LONGEST_INBOX_DAYS : days + 1;
  const forget = async (): Promise<void> => {
    await purgeIdempotencyKeys(database, new Date(Date.now() - KEY_LIFE_MS));
    await purgeInbox(database, inboxDays);
  };
  const timer = setInterval(
    () => void forget().catch((error: unknown) => logger.debug({ msg: 'not now', reason: String(error) })),
    EVERY_MS,
  ).unref();
  return () => clearInterval(timer);
}
