import { Logger } from '@nestjs/common';
import { isConnectionError, isLockTimeout, isSerializationOrDeadlock, type Database } from '#libs/database';
import { handleBatch } from '../inbox/handle-batch.js';
import { handleOnce, park } from '../inbox/inbox.js';
import { sendToDeadLetters } from '../jetstream/dead-letters.js';
import type { Delivery } from '../jetstream/delivery.js';
import { consumeDurably, pendingOf, type Deliveries } from '../jetstream/durable.js';
import type { JetStream, JetStreamLink } from '../jetstream/link.js';
import { inConsumerSpan, traceHandled } from './consumer-span.js';
import { consumerMetrics } from './consumer.metrics.js';
import {
  InvalidEvent,
  isBatchConsumer,
  SequenceGap,
  type BatchConsumer,
  type ConsumedEvent,
  type EventConsumer,
} from './event-consumer.js';
import { Gathering } from './gathering.js';
import { Lanes } from './lanes.js';
import { readEvent } from './read-event.js';

export interface RunnerOptions {
  /** Tries of an event whose effect fails, before it is set aside. */
  readonly maxTries?: number;
  /** Tries of an event whose predecessor is missing. */
  readonly maxGapTries?: number;
  /** The wait after the first failed try; it doubles with each one up to a minute. */
  readonly retryDelayMs?: number;
  /** Events handled side by side, each of another order. */
  readonly concurrency?: number;
  readonly ackWaitMs?: number;
  /** Events of one transaction, for a consumer that takes many at a time. */
  readonly batchSize?: number;
}

/** An event with the delivery that has to be answered. */
interface Taken<Body> {
  readonly jetstream: JetStream;
  readonly delivery: Delivery;
  readonly event: ConsumedEvent<Body>;
}

const LONGEST_DELAY_MS = 60_000;
const RESTART_DELAY_MS = 500;

/** Runs one consumer: takes deliveries, handles each event once, and answers for every one of them. */
export class ConsumerRunner<Body = unknown> {
  private readonly logger: Logger;
  private readonly lanes: Lanes;
  private readonly gathering: Gathering<Taken<Body>>;
  private readonly options: Required<RunnerOptions>;
  /** Failed tries by event. In memory: after a restart an event gets its tries anew, and none is ever lost by counting. */
  private readonly failures = new Map<string, number>();
  private deliveries?: Deliveries;
  private running?: Promise<void>;
  private stopped = false;

  constructor(
    private readonly database: Database,
    private readonly link: JetStreamLink,
    private readonly consumer: EventConsumer<Body>,
    options: RunnerOptions = {},
  ) {
    this.options = {
      maxTries: 5,
      maxGapTries: 30,
      retryDelayMs: 1_000,
      concurrency: 16,
      batchSize: 200,
      ackWaitMs: 30_000,
      ...options,
    };
    this.lanes = new Lanes(this.options.concurrency);
    this.gathering = new Gathering(this.options.batchSize, (batch) => this.answerAll(batch));
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
      await this.refuse(jetstream, delivery, error instanceof InvalidEvent ? error.message : String(error));
      return;
    }
    const taken = { jetstream, delivery, event };
    if (isBatchConsumer(this.consumer)) await this.gathering.add(taken);
    else await this.enterLane(taken);
  }

  private enterLane({ jetstream, delivery, event }: Taken<Body>): Promise<void> {
    return this.lanes.enter(event.key, () => this.answer(jetstream, delivery, event));
  }

  /** Handles a batch in one transaction; when that fails, each event on its own, so that one spoils none of the others. */
  private async answerAll(batch: readonly Taken<Body>[]): Promise<void> {
    const events = batch.map(({ event }) => event);
    const started = Date.now();
    try {
      const outcomes = await handleBatch(this.database, this.consumer as BatchConsumer<Body>, events);
      batch.forEach(({ delivery }) => delivery.acknowledge());
      outcomes.forEach((outcome) => this.count(outcome));
      traceHandled(this.consumer.name, events, started);
    } catch {
      for (const taken of batch) await this.enterLane(taken);
      await this.lanes.settle();
    }
  }

  /** Handles an event and answers its delivery, whatever happens. */
  private async answer(jetstream: JetStream, delivery: Delivery, event: ConsumedEvent<Body>): Promise<void> {
    const heartbeat = setInterval(() => delivery.stillWorking(), this.options.ackWaitMs / 3);
    const done = consumerMetrics.duration.startTimer({ consumer: this.consumer.name });
    try {
      const outcome = await inConsumerSpan(this.consumer.name, event.subject, event.headers, () =>
        handleOnce(this.database, this.consumer, event),
      );
      this.failures.delete(event.eventId);
      delivery.acknowledge();
      this.count(outcome);
    } catch (error) {
      await this.retryOrPark(jetstream, delivery, event, error).catch((trouble: unknown) =>
        this.retryLater(delivery, event, trouble),
      );
    } finally {
      clearInterval(heartbeat);
      done();
    }
  }

  /** A database that is away burns no try: it says nothing about the event. */
  private async retryOrPark(
    jetstream: JetStream,
    delivery: Delivery,
    event: ConsumedEvent<Body>,
    error: unknown,
  ): Promise<void> {
    if (isConnectionError(error) || isLockTimeout(error) || isSerializationOrDeadlock(error)) {
      this.retryLater(delivery, event, error);
      return;
    }
    const isGap = error instanceof SequenceGap;
    const tries = (this.failures.get(event.eventId) ?? 0) + 1;
    this.failures.set(event.eventId, tries);
    if (tries < (isGap ? this.options.maxGapTries : this.options.maxTries)) {
      this.retryLater(delivery, event, error, isGap ? 1 : tries);
      return;
    }
    const reason = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
    await sendToDeadLetters(jetstream, this.consumer.name, delivery, reason, tries);
    await park(this.database, this.consumer.name, event, reason);
    delivery.acknowledge();
    this.failures.delete(event.eventId);
    this.count('dead');
    this.logger.error({
      msg: 'event set aside; its order waits for an operator',
      event_id: event.eventId,
      order_id: event.key,
      reason,
      tries,
    });
  }

  private retryLater(delivery: Delivery, event: ConsumedEvent<Body>, error: unknown, tries = 1): void {
    const delay = Math.min(this.options.retryDelayMs * 2 ** (tries - 1), LONGEST_DELAY_MS);
    delivery.retryAfter(Math.round(delay * (0.75 + Math.random() / 2)));
    this.count(error instanceof SequenceGap ? 'gap' : 'retried');
    this.logger.debug({ msg: 'again later', event_id: event.eventId, reason: String(error), tries });
  }

  /** What is no event cannot be handled, parked or ordered: only its copy is kept. */
  private async refuse(jetstream: JetStream, delivery: Delivery, reason: string): Promise<void> {
    try {
      await sendToDeadLetters(jetstream, this.consumer.name, delivery, reason, 1);
      delivery.acknowledge();
      this.count('dead');
      this.logger.error({ msg: 'message is no event', stream_sequence: delivery.streamSequence, reason });
    } catch (error) {
      delivery.retryAfter(this.options.retryDelayMs);
      this.logger.warn({ msg: 'dead letter could not be stored', reason: String(error) });
    }
  }

  private count(result: string): void {
    consumerMetrics.events.inc({ consumer: this.consumer.name, result });
  }
}
