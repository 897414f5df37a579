import { Logger } from '@nestjs/common';
import type { Database } from '#libs/database';
import { LONGEST_INBOX_DAYS, purgeInbox } from '#libs/messaging';
import { purgeIdempotencyKeys } from './idempotency/idempotency.repository.js';
import { foldFigures, settleDepartures } from './orders/figures/fold-figures.js';
import type { OrdersSettings } from './orders.config.js';

/** How long the answer to an idempotency key is kept. */
const KEY_LIFE_MS = 24 * 3_600_000;
const EVERY_MS = 60_000;
const PURGED_AT_A_TIME = 5_000;
/** At full load some thousand rows come together in this time, which a reader adds up in a millisecond. */
const FOLD_EVERY_MS = 5_000;

const logger = new Logger('Upkeep');

/**
 * Removes rows that nobody asks for any more, a batch at a time so that no lock is held for long, and keeps the figures few.
 * @returns how to stop
 */
export function keepTidy(database: Database, { natsStreamMaxAgeDays: days }: OrdersSettings, everyMs = EVERY_MS): () => void {
  const inboxDays = days === 0 ? LONGEST_INBOX_DAYS : days + 1;
  const stops = [
    repeat('add up the figures', FOLD_EVERY_MS, () => foldFigures(database)),
    repeat('settle departures', everyMs, () => settleDepartures(database)),
    repeat(
      'forget idempotency keys',
      everyMs,
      purging((limit) => purgeIdempotencyKeys(database, new Date(Date.now() - KEY_LIFE_MS), limit)),
    ),
    repeat(
      'forget handled events',
      everyMs,
      purging((limit) => purgeInbox(database, inboxDays, limit)),
    ),
  ];
  return () => stops.forEach((stop) => stop());
}

type Work = (ending: AbortSignal) => Promise<void>;

/** One batch after the other while they are full: how many rows come in a minute is for the load to say. */
function purging(purge: (limit: number) => Promise<number>): Work {
  return async (ending) => {
    while (!ending.aborted && (await purge(PURGED_AT_A_TIME)) === PURGED_AT_A_TIME);
  };
}

/** Work that takes longer than the interval is not begun a second time. Why it fails is said once, until it succeeds again. */
function repeat(name: string, everyMs: number, work: Work): () => void {
  const ending = new AbortController();
  let isWorking = false;
  let complaint = '';
  const tryNow = async (): Promise<void> => {
    if (isWorking) return;
    isWorking = true;
    const reason = await work(ending.signal).then(() => '', String);
    if (reason !== '' && reason !== complaint && !ending.signal.aborted)
      logger.warn({ msg: 'upkeep fails and is tried again', work: name, reason });
    complaint = reason;
    isWorking = false;
  };
  const timer = setInterval(() => void tryNow(), everyMs).unref();
  return () => {
    ending.abort();
    clearInterval(timer);
  };
}
