import { Logger } from '@nestjs/common';
import type { Database } from '#libs/database';
import type { Delivery } from '../jetstream/delivery.js';
import { consumeDurably, pendingOf, type Deliveries } from '../jetstream/durable.js';
import type { JetStream, JetStreamLink } from '../jetstream/link.js';
import { consumerMetrics } from './consumer.metrics.js';
import { DeliveryHandler, type Patience, type Taken } from './delivery-handler.js';
import { InvalidEvent, isBatchConsumer, type ConsumedEvent, type EventConsumer } from './event-consumer.js';
import { Gathering } from './gathering.js';
import { Lanes } from './lanes.js';
import { readEvent } from './read-event.js';

export interface RunnerOptions extends Partial<Patience> {
  /** Events handled side by side, each of another order. */
  readonly concurrency?: number;
  /** Events of one transaction, for a consumer that takes many at a time. */
  readonly batchSize?: number;
}

const DEFAULTS: Required<RunnerOptions> = {
  maxTries: 5,
  maxGapTries: 30,
  retryDelayMs: 1_000,
  ackWaitMs: 30_000,
  concurrency: 16,
  batchSize: 200,
};

const RESTART_DELAY_MS = 500;

/** Runs one consumer: follows its stream through every loss and has each event handled once. */
export class ConsumerRunner<Body = unknown> {
  private readonly logger: Logger;
  private readonly lanes: Lanes;
  private readonly gathering: Gathering<Taken<Body>>;
  private readonly options: Required<RunnerOptions>;
  private readonly handler: DeliveryHandler<Body>;
  private deliveries?: Deliveries;
  private running?: Promise<void>;
  private stopped = false;

  constructor(
    database: Database,
    private readonly link: JetStreamLink,
    private readonly consumer: EventConsumer<Body>,
    options: RunnerOptions = {},
  ) {
    this.options = { ...DEFAULTS, ...options };
    this.handler = new DeliveryHandler(database, consumer, this.options);
    this.lanes = new Lanes(this.options.concurrency);
    this.gathering = new Gathering(this.options.batchSize, (batch) => this.handleTogether(batch));
    this.logger = new Logger(consumer.name);
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
  }

  /** Follows the stream through every loss of the broker. */
  private async run(): Promise<void> {
    while (!this.stopped) {
      const jetstream = this.link.current;
      if (jetstream)
        await this.follow(jetstream).catch((error: unknown) =>
          this.logger.warn({ msg: 'consuming was interrupted', reason: String(error) }),
        );
      if (!this.stopped) await new Promise((resolve) => setTimeout(resolve, RESTART_DELAY_MS));
    }
  }

  private async follow(jetstream: JetStream): Promise<void> {
    const { concurrency, batchSize, ackWaitMs } = this.options;
    const { name, stream, subjects } = this.consumer;
    this.deliveries = await consumeDurably(jetstream, {
      name,
      stream,
      subjects,
      ackWaitMs,
      maxUnanswered: 1_000,
      ahead: isBatchConsumer(this.consumer) ? batchSize * 2 : concurrency * 4,
    });
    const watch = setInterval(() => void this.measure(jetstream), 5_000).unref();
    try {
      if (this.stopped) return;
      for await (const delivery of this.deliveries) await this.take(jetstream, delivery);
    } finally {
      clearInterval(watch);
    }
  }

  private async measure(jetstream: JetStream): Promise<void> {
    const { name, stream } = this.consumer;
    const pending = await pendingOf(jetstream, stream, name).catch(() => undefined);
    if (pending !== undefined) consumerMetrics.pending.set({ consumer: name }, pending);
  }

  private async take(jetstream: JetStream, delivery: Delivery): Promise<void> {
    let event: ConsumedEvent<Body>;
    try {
      event = readEvent(delivery, this.consumer);
    } catch (error) {
      await this.handler.refuse(jetstream, delivery, error instanceof InvalidEvent ? error.message : String(error));
      return;
    }
    const taken = { jetstream, delivery, event };
    if (isBatchConsumer(this.consumer)) await this.gathering.add(taken);
    else await this.enterLane(taken);
  }

  private enterLane(taken: Taken<Body>): Promise<void> {
    return this.lanes.enter(taken.event.key, () => this.handler.handle(taken));
  }

  /** When a batch fails, each of its events is handled on its own, so that one spoils none of the others. */
  private async handleTogether(batch: readonly Taken<Body>[]): Promise<void> {
    if (await this.handler.handleTogether(batch)) return;
    for (const taken of batch) await this.enterLane(taken);
    await this.lanes.settle();
  }
}
