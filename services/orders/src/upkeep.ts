import { Logger } from '@nestjs/common';
import type { Database } from '#libs/database';
import { LONGEST_INBOX_DAYS, purgeInbox } from '#libs/messaging';
import { purgeIdempotencyKeys } from './idempotency/idempotency.repository.js';
import { foldFigures, settleDepartures } from './orders/figures/fold-figures.js';
import type { OrdersSettings } from './orders.config.js';

/** How long the answer to an idempotency key is kept. */
const KEY_LIFE_MS = 24 * 3_600_000;
const EVERY_MS = 60_000;
/** At full load some thousand rows come together in this time, which a reader adds up in a millisecond. */
const FOLD_EVERY_MS = 5_000;

const logger = new Logger('Upkeep');

/**
 * Removes rows that nobody asks for any more, a batch at a time so that no lock is held for long, and keeps the figures few.
 * @returns how to stop
 */
export function keepTidy(database: Database, { natsStreamMaxAgeDays: days }: OrdersSettings): () => void {
  const inboxDays = days === 0 ? LONGEST_INBOX_DAYS : days + 1;
  const stops = [
    repeat(FOLD_EVERY_MS, () => foldFigures(database)),
    repeat(EVERY_MS, () => settleDepartures(database)),
    repeat(EVERY_MS, async () => {
      await purgeIdempotencyKeys(database, new Date(Date.now() - KEY_LIFE_MS));
      await purgeInbox(database, inboxDays);
    }),
  ];
  return () => stops.forEach((stop) => stop());
}

function repeat(everyMs: number, work: () => Promise<void>): () => void {
  const tryNow = () => void work().catch((error: unknown) => logger.debug({ msg: 'not now', reason: String(error) }));
  const timer = setInterval(tryNow, everyMs).unref();
  return () => clearInterval(timer);
}
