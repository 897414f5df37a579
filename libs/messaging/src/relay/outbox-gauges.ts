import type { Database } from '#libs/database';
import { relayMetrics } from './relay.metrics.js';

interface Backlog {
  pending: bigint;
  oldest: number | null;
  dead: bigint;
}

/** Beyond this many the exact number says nothing more, and counting them would cost. */
const COUNTED = 100_000;

/** Measures the backlog every few seconds, so that a scrape costs nothing. @returns how to stop */
export function measureBacklog(database: Database, everyMs = 5_000): () => void {
  const measure = async (): Promise<void> => {
    const [row] = await database.sql<Backlog[]>`
      select (select count(*) from (select from outbox limit ${COUNTED}) as counted) as pending,
        (select extract(epoch from clock_timestamp() - created_at)::float8 from outbox order by id limit 1) as oldest,
        (select count(*) from outbox_dead) as dead`;
    relayMetrics.pending.set(Number(row?.pending ?? 0));
    relayMetrics.oldest.set(row?.oldest ?? 0);
    relayMetrics.dead.set(Number(row?.dead ?? 0));
  };
  // While the database is away the gauges keep what was last known; health tells the rest.
  const timer = setInterval(() => void measure().catch(() => undefined), everyMs).unref();
  void measure().catch(() => undefined);
  return () => clearInterval(timer);
}
