import { Logger } from '@nestjs/common';
import type { Database, Tx } from '#libs/database';
import { DEAD_LETTERS } from '../jetstream/dead-letters.js';
import type { JetStream, JetStreamLink } from '../jetstream/link.js';
import type { Outgoing } from '../jetstream/outgoing.js';
import { publish, type Published } from '../jetstream/publisher.js';
import { PARTITIONS } from '../outbox/outbox.js';
import { buryRefused } from './dead-rows.js';
import { withSignsOfLife } from './signs-of-life.js';
import { deleteRows, readRows, takePartitions } from './outbox-rows.js';
import { PassSize } from './pass-size.js';
import { tracePublished } from './publish-span.js';
import { relayMetrics } from './relay.metrics.js';
import { RestingStreams } from './resting-streams.js';

export interface RelayOptions {
  /** Rows of one pass. */
  readonly batchSize?: number;
  /** Rows from which on a pass is published as an atomic batch. */
  readonly batchFrom?: number;
  /** How often the outbox is looked at when nobody woke the relay: for rows of other processes. */
  readonly pollMs?: number;
  /** After how long without a sign of life it loses its partitions to another relay. */
  readonly leaseMs?: number;
}

/** Broker and database may be there, and yet a stream be full or silent, or the outbox not be read. The log says why. */
class EventsWait extends Error {
  override readonly name = 'EventsWait';

  /** @param code what readiness shows */
  constructor(readonly code: string) {
    super(`events wait in the outbox: ${code}`);
  }
}

type PassResult = 'more' | 'drained' | 'busy' | 'failed' | 'away';

/** Another relay has the partitions; a pass takes a few milliseconds. */
const BUSY_MS = 25;
const LONGEST_BACKOFF_MS = 1_000;

/**
 * Publishes what stands in the outbox and deletes what JetStream acknowledged. Every replica runs one; for each partition a
 * transaction-level lock lets one at a time through, and PostgreSQL takes it from a relay that stands still for longer than
 * its lease. What such a one repeats when it wakes the stream knows by its id. No position is remembered: what is still there
 * is still to be published.
 */
export class Relay {
  private readonly logger = new Logger('Relay');
  private readonly batchSize: number;
  private readonly batchFrom?: number;
  private readonly pollMs: number;
  private readonly leaseMs: number;
  private running?: Promise<void>;
  private stopped = false;
  private woken = false;
  private interrupt: () => void = () => undefined;
  private failures = 0;
  private complaint = '';
  private readonly resting = new RestingStreams();
  private readonly passSize = new PassSize();

  constructor(
    private readonly database: Database,
    private readonly link: JetStreamLink,
    { batchSize = 1_000, batchFrom, pollMs = 500, leaseMs = 4_000 }: RelayOptions = {},
  ) {
    this.batchSize = batchSize;
    this.batchFrom = batchFrom;
    this.pollMs = pollMs;
    this.leaseMs = leaseMs;
    link.onReady(() => {
      this.resting.wake();
      this.passSize.reset();
      this.wake();
    });
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

  /** @throws EventsWait while a stream takes nothing of what this relay has for it, or its last look at the outbox failed */
  check(): Promise<void> {
    const streams = this.resting.troubledStreams();
    if (streams.length > 0) return Promise.reject(new EventsWait(`waiting for ${streams.join(', ')}`));
    return this.complaint === '' ? Promise.resolve() : Promise.reject(new EventsWait('the outbox cannot be read'));
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

  /**
   * Waits to be woken or for the next poll; while the database is away it waits longer each time and is not to be woken. Nor is
   * it while a stream rests: what is behind the rows of that stream is found by reading through all of them, which every
   * commit would cause. So events of the other streams wait up to a poll meanwhile.
   */
  private async pause(result: PassResult): Promise<void> {
    const failed = result === 'failed';
    this.failures = failed ? this.failures + 1 : 0;
    const heedsWakes = (): boolean => this.stopped || (!failed && !this.resting.isAnyResting());
    if (this.stopped || (this.woken && heedsWakes())) return;
    const wait = failed ? Math.min(BUSY_MS * 2 ** this.failures, LONGEST_BACKOFF_MS) : result === 'busy' ? BUSY_MS : this.pollMs;
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, wait * (0.75 + Math.random() / 2));
      this.interrupt = () => {
        if (!heedsWakes()) return;
        clearTimeout(timer);
        resolve();
      };
    });
    this.interrupt = () => undefined;
  }

  /** One look at the outbox. No transaction is opened while there is nobody to publish to, or nobody who takes anything. */
  private async pass(): Promise<PassResult> {
    const jetstream = this.link.current;
    if (!jetstream || this.restsWhole(jetstream)) return 'away';
    try {
      const result = await this.database.transaction((tx) => this.publishIn(tx, jetstream));
      this.complaint = '';
      return result;
    } catch (error) {
      this.complain(error instanceof Error ? error.message : String(error));
      return 'failed';
    }
  }

  /** Whether all streams rest that this relay publishes to. */
  private restsWhole({ streams }: JetStream): boolean {
    const own = streams.filter(({ name }) => name !== DEAD_LETTERS);
    return own.length > 0 && own.every(({ name }) => this.resting.has(name));
  }

  private async publishIn(tx: Tx, jetstream: JetStream): Promise<PassResult> {
    const partitions = await takePartitions(tx, this.leaseMs);
    if (partitions.length === 0) return 'busy';
    const resting = this.resting.patterns();
    const limit = { rows: this.batchSize, bytes: this.passSize.bytes };
    const { rows, bytes, more } = await readRows(tx, partitions, resting, limit);
    if (rows.length === 0) {
      if (resting.length === 0 && partitions.length === PARTITIONS) this.resting.end();
      return 'drained';
    }
    const published = await withSignsOfLife(tx, this.leaseMs, () => this.publishRows(jetstream, rows, bytes));
    await deleteRows(tx, published.acknowledged);
    await buryRefused(tx, published.refused);
    this.observe(published);
    const done = published.acknowledged.length + published.refused.length;
    return done > 0 && (more || done < rows.length) ? 'more' : 'drained';
  }

  private async publishRows(jetstream: JetStream, rows: readonly Outgoing[], bytes: number): Promise<Published> {
    const began = performance.now();
    const published = await publish(jetstream, rows, this.batchFrom);
    this.passSize.learn(bytes, performance.now() - began);
    return published;
  }

  private observe({ acknowledged, refused, troubles, flowing }: Published): void {
    const now = Date.now();
    relayMetrics.batch.observe(acknowledged.length);
    relayMetrics.published.inc({ result: 'acknowledged' }, acknowledged.length);
    relayMetrics.published.inc({ result: 'refused' }, refused.length);
    relayMetrics.published.inc({ result: 'failed' }, troubles.length);
    for (const { created_at: createdAt } of acknowledged)
      relayMetrics.lag.observe(Math.max(0, now - createdAt.getTime()) / 1000);
    tracePublished(acknowledged);
    troubles.forEach((trouble) => this.resting.troubled(trouble));
    flowing.forEach((stream) => this.resting.flows(stream));
  }

  /** Says each kind of trouble with the database once, not at every pass. */
  private complain(reason: string): void {
    if (reason === this.complaint) return;
    this.complaint = reason;
    this.logger.warn({ msg: 'the outbox cannot be read', reason });
  }
}
