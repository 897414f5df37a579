import { Logger } from '@nestjs/common';
import type { Database, Tx } from '#libs/database';
import type { JetStream, JetStreamLink } from '../jetstream/link.js';
import { PARTITIONS } from '../outbox/outbox.js';
import { buryRefused } from './dead-rows.js';
import { publish, type Outgoing, type Published } from '../jetstream/publisher.js';
import { tracePublished } from './publish-span.js';
import { relayMetrics } from './relay.metrics.js';

export interface RelayOptions {
  /** Rows of one pass. */
  readonly batchSize?: number;
  /** How often the outbox is looked at when nobody woke the relay: for rows of other processes. */
  readonly pollMs?: number;
}

type PassResult = 'more' | 'drained' | 'trouble' | 'away';

/** The first number of the advisory locks that partitions are taken with; the second is the partition. */
const LOCK_SPACE = 0x70756c73;
const LONGEST_BACKOFF_MS = 5_000;

/**
 * Publishes what stands in the outbox and deletes what JetStream acknowledged. Every replica runs one; for each partition a
 * transaction-level lock lets one at a time through, and PostgreSQL takes it from a relay that freezes
 * (`idle_in_transaction_session_timeout`). No position is remembered: what is still there is still to be published.
 */
export class Relay {
  private readonly logger = new Logger('Relay');
  private readonly batchSize: number;
  private readonly pollMs: number;
  private running?: Promise<void>;
  private stopped = false;
  private woken = false;
  private interrupt: () => void = () => undefined;
  private failures = 0;
  private trouble = '';

  constructor(
    private readonly database: Database,
    private readonly link: JetStreamLink,
    { batchSize = 1_000, pollMs = 500 }: RelayOptions = {},
  ) {
    this.batchSize = batchSize;
    this.pollMs = pollMs;
    link.onReady(() => this.wake());
  }

  start(): void {
    this.stopped = false;
    this.running ??= this.run();
  }

  /** Says that something was committed. Cheap, and may be called at any time. */
  wake(): void {
    this.woken = true;
    this.interrupt();
  }

  /** Ends after the pass that is under way. */
  async stop(): Promise<void> {
    this.stopped = true;
    this.interrupt();
    await this.running;
    this.running = undefined;
  }

  private async run(): Promise<void> {
    while (!this.stopped) {
      this.woken = false;
      const result = await this.pass();
      if (result === 'more') continue;
      await this.pause(result);
    }
  }

  /** Waits to be woken or for the next poll; after trouble it waits longer each time and is not to be woken. */
  private async pause(result: PassResult): Promise<void> {
    const troubled = result === 'trouble';
    this.failures = troubled ? this.failures + 1 : 0;
    if (this.stopped || (this.woken && !troubled)) return;
    const backoff = Math.min(this.pollMs * 2 ** (this.failures - 1), LONGEST_BACKOFF_MS);
    const wait = (troubled ? backoff : this.pollMs) * (0.75 + Math.random() / 2);
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, wait);
      this.interrupt = () => {
        if (troubled && !this.stopped) return;
        clearTimeout(timer);
        resolve();
      };
    });
    this.interrupt = () => undefined;
  }

  /** One look at the outbox. No transaction is opened while there is nobody to publish to. */
  private async pass(): Promise<PassResult> {
    const jetstream = this.link.current;
    if (!jetstream) return 'away';
    try {
      return await this.database.transaction((tx) => this.publishIn(tx, jetstream));
    } catch (error) {
      this.complain(error instanceof Error ? error.message : String(error));
      return 'trouble';
    }
  }

  private async publishIn(tx: Tx, jetstream: JetStream): Promise<PassResult> {
    const partitions = await takePartitions(tx);
    if (partitions.length === 0) return 'drained';
    const rows = await readRows(tx, partitions, this.batchSize);
    if (rows.length === 0) return 'drained';
    const published = await publish(jetstream, rows);
    await deleteRows(tx, published.acknowledged);
    await buryRefused(tx, published.refused);
    this.observe(published);
    tracePublished(published.acknowledged);
    if (published.trouble !== undefined) {
      this.complain(published.trouble);
      return published.acknowledged.length > 0 ? 'more' : 'trouble';
    }
    this.trouble = '';
    return rows.length === this.batchSize ? 'more' : 'drained';
  }

  private observe({ acknowledged, refused, trouble }: Published): void {
    const now = Date.now();
    relayMetrics.batch.observe(acknowledged.length);
    relayMetrics.published.inc({ result: 'acknowledged' }, acknowledged.length);
    relayMetrics.published.inc({ result: 'refused' }, refused.length);
    if (trouble !== undefined) relayMetrics.published.inc({ result: 'failed' });
    for (const { created_at: createdAt } of acknowledged)
      relayMetrics.lag.observe(Math.max(0, now - createdAt.getTime()) / 1000);
  }

  /** Says each kind of trouble once, not at every pass. */
  private complain(reason: string): void {
    if (reason === this.trouble) return;
    this.trouble = reason;
    this.logger.warn({ msg: 'events wait in the outbox', reason });
  }
}

/** The partitions that nobody else is publishing, held until the transaction ends. */
async function takePartitions(tx: Tx): Promise<number[]> {
  const rows = await tx<{ partition: number }[]>`
    select partition from generate_series(0, ${PARTITIONS - 1}::int) as partition
    where pg_try_advisory_xact_lock(${LOCK_SPACE}, partition)`;
  return rows.map(({ partition }) => partition);
}

/**
 * The oldest rows of the partitions. A statement of its own, after the one that took the locks: its snapshot then sees what
 * the relay before this one deleted.
 */
function readRows(tx: Tx, partitions: readonly number[], limit: number): Promise<Outgoing[]> {
  return tx<Outgoing[]>`
    select id, event_id, key, partition, subject, headers, payload, created_at,
      exists (select from outbox_dead d where d.key = o.key and d.id < o.id) as blocked
    from outbox o
    where partition = any(${partitions}::smallint[]) order by id limit ${limit}`;
}

async function deleteRows(tx: Tx, rows: readonly Outgoing[]): Promise<void> {
  if (rows.length > 0) await tx`delete from outbox where id = any(${rows.map(({ id }) => String(id))}::text[]::bigint[])`;
}
