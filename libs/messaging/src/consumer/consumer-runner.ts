import { Logger } from '@nestjs/common';
import type { Database } from '#libs/database';
import { countParked } from '../inbox/parked-keys.js';
import { ByteBudget } from '../jetstream/byte-budget.js';
import type { Delivery } from '../jetstream/delivery.js';
import { consumeDurably, pendingOf, type Deliveries } from '../jetstream/durable.js';
import type { JetStream, JetStreamLink } from '../jetstream/link.js';
import { consumerMetrics } from './consumer.metrics.js';
import { DeliveryHandler, type Taken } from './delivery-handler.js';
import { isBatchConsumer, type ConsumedEvent, type EventConsumer } from './event-consumer.js';
import { Gathering } from './gathering.js';
import { Lanes } from './lanes.js';
import { Lease } from './lease.js';
import { readEvent } from './read-event.js';
import { RUNNER_DEFAULTS, type RunnerOptions } from './runner-options.js';

const RESTART_DELAY_MS = 500;
const MEASURE_EVERY_MS = 5_000;
/** Deliveries that may wait for an answer at a time, over all instances. */
const MAX_UNANSWERED = 1_000;
/** Of the events that are read and not yet handled: as objects they take several times as much. */
const BYTES_IN_HAND = 4_194_304;

/** Runs one consumer: follows its stream through every loss and has each event handled once. */
export class ConsumerRunner<Body = unknown> {
  private readonly logger: Logger;
  private readonly room = new ByteBudget(BYTES_IN_HAND);
  private readonly lanes: Lanes;
  private readonly gathering: Gathering<Taken<Body>>;
  private readonly options: Required<RunnerOptions>;
  private readonly handler: DeliveryHandler<Body>;
  private readonly lease: Lease;
  private deliveries?: Deliveries;
  private running?: Promise<void>;
  private stopped = false;
  private complaint = '';

  constructor(
    private readonly database: Database,
    private readonly link: JetStreamLink,
    private readonly consumer: EventConsumer<Body>,
    options: RunnerOptions = {},
  ) {
    this.options = { ...RUNNER_DEFAULTS, ...options };
    this.handler = new DeliveryHandler(database, consumer, this.options);
    this.lanes = new Lanes(this.options.concurrency);
    this.gathering = new Gathering(this.options.batchSize, (batch) => this.handleTogether(batch));
    this.lease = new Lease(database, consumer.name);
    this.logger = new Logger(consumer.name);
    // The server that is there again may have lost the durable consumer, or may long hold what was asked for: begin anew.
    link.onReady(() => this.deliveries?.stop());
  }

  get name(): string {
    return this.consumer.name;
  }

  start(): void {
    this.running ??= this.run();
  }

  /** Takes nothing more and waits for what is being handled. */
  async stop(): Promise<void> {
    this.stopped = true;
    this.deliveries?.stop();
    await this.running;
    await this.gathering.settle();
    await this.lanes.settle();
    // Where that fails the lease runs out.
    await this.lease.giveUp().catch(() => undefined);
  }

  /** Follows the stream through every loss of the broker. */
  private async run(): Promise<void> {
    while (!this.stopped) {
      const jetstream = this.link.current;
      if (jetstream) await this.takeTurn(jetstream).catch((error: unknown) => this.complain(error));
      if (!this.stopped) await new Promise((resolve) => setTimeout(resolve, RESTART_DELAY_MS));
    }
  }

  /** Follows the stream while this instance has the lease; a database that is away takes it from nobody. */
  private async takeTurn(jetstream: JetStream): Promise<void> {
    if (!(await this.lease.take())) {
      // Whoever has it tells how many there are.
      consumerMetrics.pending.remove({ consumer: this.name });
      return;
    }
    const renewing = setInterval(() => {
      this.lease.take().then(
        (isMine) => isMine || this.deliveries?.stop(),
        () => undefined,
      );
    }, Lease.RENEW_MS).unref();
    await this.follow(jetstream).finally(() => clearInterval(renewing));
  }

  private async follow(jetstream: JetStream): Promise<void> {
    const { ackWaitMs } = this.options;
    const { name, stream, subjects } = this.consumer;
    this.deliveries = await consumeDurably(jetstream, {
      name,
      stream,
      subjects,
      ackWaitMs,
      maxUnanswered: MAX_UNANSWERED,
    });
    if (this.stopped) this.deliveries.stop();
    this.complaint = '';
    const watch = setInterval(() => void this.measure(jetstream).catch(() => undefined), MEASURE_EVERY_MS).unref();
    try {
      for await (const delivery of this.deliveries) await this.take(jetstream, delivery);
    } finally {
      clearInterval(watch);
    }
  }

  /** While the broker or the database is away the gauges keep what was last known. */
  private async measure(jetstream: JetStream): Promise<void> {
    const { name, stream } = this.consumer;
    consumerMetrics.parked.set({ consumer: name }, await countParked(this.database, name));
    consumerMetrics.pending.set({ consumer: name }, await pendingOf(jetstream, stream, name));
  }

  private async take(jetstream: JetStream, delivery: Delivery): Promise<void> {
    await this.room.take(roomOf(delivery));
    let event: ConsumedEvent<Body>;
    try {
      event = readEvent(delivery, this.consumer);
    } catch (error) {
      await this.handler.refuse(jetstream, delivery, error);
      this.room.give(roomOf(delivery));
      return;
    }
    const taken = { jetstream, delivery, event };
    if (isBatchConsumer(this.consumer)) await this.gathering.add(taken);
    else await this.enterLane(taken);
  }

  private enterLane(taken: Taken<Body>): Promise<void> {
    return this.lanes.enter(taken.event.key, async () => {
      await this.handler.handle(taken);
      this.room.give(roomOf(taken.delivery));
    });
  }

  /** When a batch fails, each of its events is handled on its own, so that one spoils none of the others. */
  private async handleTogether(batch: readonly Taken<Body>[]): Promise<void> {
    if (await this.handler.handleTogether(batch)) {
      batch.forEach(({ delivery }) => this.room.give(roomOf(delivery)));
      return;
    }
    for (const taken of batch) await this.enterLane(taken);
    await this.lanes.settle();
  }

  /** Says each kind of trouble once, not at every try. */
  private complain(error: unknown): void {
    const reason = String(error);
    if (reason === this.complaint) return;
    this.complaint = reason;
    this.logger.warn({ msg: 'consuming was interrupted', reason });
  }
}

/** One that is larger than all there is waits until nothing else is in hand. */
const roomOf = ({ data }: Delivery): number => Math.min(data.length, BYTES_IN_HAND);
