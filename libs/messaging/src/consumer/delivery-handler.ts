import { Logger } from '@nestjs/common';
import { isConnectionError, isLockTimeout, isSerializationOrDeadlock, type Database } from '#libs/database';
import { handleBatch } from '../inbox/handle-batch.js';
import { handleOnce, park } from '../inbox/inbox.js';
import { noteWaiting } from '../inbox/progress.js';
import { sendToDeadLetters } from '../jetstream/dead-letters.js';
import type { Delivery } from '../jetstream/delivery.js';
import type { JetStream } from '../jetstream/link.js';
import { inConsumerSpan, traceHandled } from './consumer-span.js';
import { consumerMetrics } from './consumer.metrics.js';
import {
  orderingOf,
  SequenceGap,
  type BatchConsumer,
  type ConsumedEvent,
  type EventConsumer,
} from './event-consumer.js';
import { GapTries } from './gap-tries.js';
import { delayAfter, type Patience } from './runner-options.js';
import { why } from './why.js';

/** An event with the delivery that has to be answered. */
export interface Taken<Body> {
  readonly jetstream: JetStream;
  readonly delivery: Delivery;
  readonly event: ConsumedEvent<Body>;
}

/** Has the effect of deliveries and answers for every one of them: done, again later, or set aside. */
export class DeliveryHandler<Body> {
  private readonly logger: Logger;
  private readonly gaps = new GapTries();
  private complaint = '';

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
  async handle(taken: Taken<Body>): Promise<void> {
    const { delivery, event } = taken;
    const heartbeat = setInterval(() => delivery.stillWorking(), this.patience.ackWaitMs / 3);
    const done = consumerMetrics.duration.startTimer({ consumer: this.consumer.name });
    try {
      const outcome = await inConsumerSpan(this.consumer.name, event.subject, event.headers, () =>
        handleOnce(this.database, this.consumer, event),
      );
      this.gaps.forget(event.eventId);
      delivery.acknowledge();
      this.count(outcome);
    } catch (error) {
      await this.retryOrPark(taken, error).catch((trouble: unknown) => this.retryLater(taken, trouble));
    } finally {
      clearInterval(heartbeat);
      done();
    }
  }

  /** Whether the number of an event tells alone that one before it is missing. */
  private isNumbered({ gapless }: ConsumedEvent<Body>): boolean {
    return gapless && orderingOf(this.consumer) === 'contiguous';
  }

  /** A database that is away burns no try: it says nothing about the event. */
  private async retryOrPark(taken: Taken<Body>, error: unknown): Promise<void> {
    const { maxTries, maxGapTries, retryDelayMs } = this.patience;
    const { name } = this.consumer;
    const { event } = taken;
    if (isConnectionError(error) || isLockTimeout(error) || isSerializationOrDeadlock(error)) {
      // Where that fails the database is away for the later events of the key too.
      if (!this.isNumbered(event)) await noteWaiting(this.database, name, event, { failed: false }).catch(() => undefined);
      this.retryLater(taken, error);
    } else if (error instanceof SequenceGap) {
      if (!this.isNumbered(event)) await noteWaiting(this.database, name, event, { failed: false });
      const tries = this.gaps.count(event.eventId, error.expected);
      // The same for all, so that those that wait come back in the order in which they came, each finding its turn.
      if (tries < maxGapTries) this.retryLater(taken, error, retryDelayMs);
      else await this.setAside(taken, error, tries);
    } else {
      const tries = await noteWaiting(this.database, name, event, { failed: true });
      if (tries < maxTries) this.retryLater(taken, error, delayAfter(tries, retryDelayMs));
      else await this.setAside(taken, error, tries);
    }
  }

  /** The copy first: what is acknowledged is kept somewhere, at every moment. */
  private async setAside({ jetstream, delivery, event }: Taken<Body>, error: unknown, tries: number): Promise<void> {
    const reason = why(error);
    await this.keepCopy(jetstream, delivery, reason, tries);
    await park(this.database, this.consumer.name, event, reason);
    delivery.acknowledge();
    this.gaps.forget(event.eventId);
    this.count('dead');
    this.logger.error({
      msg: 'event set aside; what it is about waits for an operator',
      event_id: event.eventId,
      key: event.key,
      reason,
      tries,
    });
  }

  private retryLater({ delivery, event }: Taken<Body>, error: unknown, delay = delayAfter(1, this.patience.retryDelayMs)): void {
    delivery.retryAfter(delay);
    this.count(error instanceof SequenceGap ? 'gap' : 'retried');
    this.logger.debug({ msg: 'again later', event_id: event.eventId, reason: String(error), delay });
  }

  /** What is no event cannot be handled, parked or ordered: only its copy is kept. */
  async refuse(jetstream: JetStream, delivery: Delivery, error: unknown): Promise<void> {
    const reason = why(error);
    try {
      await this.keepCopy(jetstream, delivery, reason, 1);
      delivery.acknowledge();
      this.count('dead');
      this.logger.error({ msg: 'message is no event', stream_sequence: delivery.streamSequence, reason });
    } catch {
      delivery.retryAfter(this.patience.retryDelayMs);
    }
  }

  /** Says each reason why there is no room for it once, not at every try. */
  private async keepCopy(jetstream: JetStream, delivery: Delivery, reason: string, tries: number): Promise<void> {
    try {
      await sendToDeadLetters(jetstream, this.consumer.name, delivery, reason, tries);
      this.complaint = '';
    } catch (trouble) {
      if (String(trouble) !== this.complaint) {
        this.logger.warn({ msg: 'dead letter could not be stored', reason: String(trouble) });
      }
      this.complaint = String(trouble);
      throw trouble;
    }
  }

  private count(result: string): void {
    consumerMetrics.events.inc({ consumer: this.consumer.name, result });
  }
}
