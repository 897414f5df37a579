import { Logger } from '@nestjs/common';
import { isConnectionError, isLockTimeout, isSerializationOrDeadlock, type Database } from '#libs/database';
import { handleBatch } from '../inbox/handle-batch.js';
import { handleOnce, park } from '../inbox/inbox.js';
import { sendToDeadLetters } from '../jetstream/dead-letters.js';
import type { Delivery } from '../jetstream/delivery.js';
import type { JetStream } from '../jetstream/link.js';
import { inConsumerSpan, traceHandled } from './consumer-span.js';
import { consumerMetrics } from './consumer.metrics.js';
import { SequenceGap, type BatchConsumer, type ConsumedEvent, type EventConsumer } from './event-consumer.js';

/** An event with the delivery that has to be answered. */
export interface Taken<Body> {
  readonly jetstream: JetStream;
  readonly delivery: Delivery;
  readonly event: ConsumedEvent<Body>;
}

export interface Patience {
  /** Tries of an event whose effect fails, before it is set aside. */
  readonly maxTries: number;
  /** Tries of an event whose predecessor is missing. */
  readonly maxGapTries: number;
  /** The wait after the first failed try; it doubles with each one up to a minute. */
  readonly retryDelayMs: number;
  /** How long NATS waits for an answer. */
  readonly ackWaitMs: number;
}

const LONGEST_DELAY_MS = 60_000;

/** Has the effect of deliveries and answers for every one of them: done, again later, or set aside. */
export class DeliveryHandler<Body> {
  private readonly logger: Logger;
  /** Failed tries by event. In memory: after a restart an event gets its tries anew, and none is ever lost by counting. */
  private readonly failures = new Map<string, number>();

  constructor(
    private readonly database: Database,
    private readonly consumer: EventConsumer<Body>,
    private readonly patience: Patience,
  ) {
    this.logger = new Logger(consumer.name);
  }

  /** Handles a batch in one transaction. @returns false when that failed: nothing was done, each event is to be handled alone */
  async handleTogether(batch: readonly Taken<Body>[]): Promise<boolean> {
    const events = batch.map(({ event }) => event);
    const started = Date.now();
    try {
      const outcomes = await handleBatch(this.database, this.consumer as BatchConsumer<Body>, events);
      batch.forEach(({ delivery }) => delivery.acknowledge());
      outcomes.forEach((outcome) => this.count(outcome));
      traceHandled(this.consumer.name, events, started);
      return true;
    } catch (error) {
      this.logger.debug({ msg: 'batch is taken apart', events: batch.length, reason: String(error) });
      return false;
    }
  }

  /** Handles an event and answers its delivery, whatever happens. */
  async handle({ jetstream, delivery, event }: Taken<Body>): Promise<void> {
    const heartbeat = setInterval(() => delivery.stillWorking(), this.patience.ackWaitMs / 3);
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
    if (tries < (isGap ? this.patience.maxGapTries : this.patience.maxTries)) {
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
    const delay = Math.min(this.patience.retryDelayMs * 2 ** (tries - 1), LONGEST_DELAY_MS);
    delivery.retryAfter(Math.round(delay * (0.75 + Math.random() / 2)));
    this.count(error instanceof SequenceGap ? 'gap' : 'retried');
    this.logger.debug({ msg: 'again later', event_id: event.eventId, reason: String(error), tries });
  }

  /** What is no event cannot be handled, parked or ordered: only its copy is kept. */
  async refuse(jetstream: JetStream, delivery: Delivery, reason: string): Promise<void> {
    try {
      await sendToDeadLetters(jetstream, this.consumer.name, delivery, reason, 1);
      delivery.acknowledge();
      this.count('dead');
      this.logger.error({ msg: 'message is no event', stream_sequence: delivery.streamSequence, reason });
    } catch (error) {
      delivery.retryAfter(this.patience.retryDelayMs);
      this.logger.warn({ msg: 'dead letter could not be stored', reason: String(error) });
    }
  }

  private count(result: string): void {
    consumerMetrics.events.inc({ consumer: this.consumer.name, result });
  }
}
