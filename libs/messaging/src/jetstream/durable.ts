import { setTimeout as delay } from 'node:timers/promises';
import { AckPolicy, DeliverPolicy, nanos, type Consumer, type ConsumerConfig, type ConsumerMessages } from 'nats';
import type { JetStream } from './link.js';
import { NatsDelivery, type Delivery } from './delivery.js';
import { PAGE_MESSAGES, pageBytes } from './page.js';

/** Of one portion, where the largest message that the broker takes is not larger. */
const PORTION_BYTES = 4_194_304;
/** Before the next portion when there was nothing in the last one: a server that is short of something says so at once. */
const PAUSE_MS = 20;

export interface DurableOptions {
  readonly name: string;
  readonly stream: string;
  readonly subjects?: readonly string[];
  /** How long the server waits for an answer before it delivers again. */
  readonly ackWaitMs: number;
  /** Deliveries that may be unanswered at a time, over all replicas. */
  readonly maxUnanswered: number;
  /** Messages that are asked for at a time; `PAGE_MESSAGES` and 4 MiB where so many of the largest kind would be more. */
  readonly portion: number;
}

export interface Deliveries extends AsyncIterable<Delivery> {
  stop(): void;
}

/** Makes the durable pull consumer as described, or brings an existing one up to it, and begins to take deliveries from it. */
export async function consumeDurably(jetstream: JetStream, options: DurableOptions): Promise<Deliveries> {
  const { client, manager, can } = jetstream;
  const { name, stream, subjects } = options;
  const config: Partial<ConsumerConfig> = {
    durable_name: name,
    ack_policy: AckPolicy.Explicit,
    deliver_policy: DeliverPolicy.All,
    ack_wait: nanos(options.ackWaitMs),
    max_ack_pending: options.maxUnanswered,
    // Tries are counted by the consumer kit, which knows a poisonous event from a database that is away.
    max_deliver: -1,
    ...filterOf(subjects, can.severalFilters),
  };
  const before = await manager.consumers.info(stream, name).catch(() => undefined);
  if (before) await manager.consumers.update(stream, name, { ...config, ...newFilter(config, before.config) });
  else await manager.consumers.add(stream, config);
  const consumer = await client.consumers.get(stream, name);
  const largest = pageBytes(jetstream.can);
  // nats.js takes one of these limits only, and with the second no more than `PAGE_MESSAGES`.
  const limit =
    options.portion * largest <= PORTION_BYTES
      ? { max_messages: options.portion }
      : { max_bytes: Math.max(PORTION_BYTES, largest) };
  return new Portions(consumer, limit, subjects);
}

/** Events that the stream holds and the consumer has not been given. */
export async function pendingOf({ manager }: JetStream, stream: string, name: string): Promise<number> {
  return (await manager.consumers.info(stream, name)).num_pending;
}

/** Servers before 2.10 take one filter; with more subjects they deliver all, and the others are passed over here. */
function filterOf(subjects: readonly string[] | undefined, severalFilters: boolean): Partial<ConsumerConfig> {
  if (subjects === undefined) return {};
  if (subjects.length === 1) return { filter_subject: subjects[0] };
  return severalFilters ? { filter_subjects: [...subjects] } : {};
}

/**
 * The filter in place of another. nats.js merges an update into what the consumer was, so each member takes a word to go. And
 * nats-server gives nothing out after the last filter was taken away, but does so for one that everything passes.
 */
function newFilter(wanted: Partial<ConsumerConfig>, was: ConsumerConfig): object {
  const { filter_subject: one, filter_subjects: several } = wanted;
  const isTakenAway = !one && !several && (was.filter_subject || was.filter_subjects);
  return { filter_subject: isTakenAway ? '>' : one, filter_subjects: several };
}

type Limit = { readonly max_messages: number } | { readonly max_bytes: number };

/**
 * Asks for the next portion when the last one has been read. `consume()` of nats.js has no sound limit in bytes: what it takes to
 * be on its way grows with every message that is smaller than what was asked for. And more than 64 MB that wait to be sent are
 * too many for nats-server, which then cuts the connection.
 */
class Portions implements Deliveries {
  private portion?: ConsumerMessages;
  private isStopped = false;

  constructor(
    private readonly consumer: Consumer,
    private readonly limit: Limit,
    private readonly subjects: readonly string[] | undefined,
  ) {}

  stop(): void {
    this.isStopped = true;
    this.portion?.stop();
  }

  /** @throws Error when the broker has no such consumer any more */
  async *[Symbol.asyncIterator](): AsyncGenerator<Delivery> {
    let limit = this.limit;
    while (!this.isStopped) {
      // A copy: nats.js writes into what it is given.
      const portion = await this.consumer.fetch({ ...limit });
      this.portion = portion;
      if (this.isStopped) portion.stop();
      let read = 0;
      for await (const message of portion) {
        read += 1;
        if (this.subjects === undefined || this.subjects.includes(message.subject)) yield new NatsDelivery(message);
        else message.ack();
        if (read === PAGE_MESSAGES) break;
      }
      const isEmpty = read === 0 && !this.isStopped;
      limit = isEmpty && (await this.hasMore()) ? { max_messages: 1 } : this.limit;
      if (isEmpty) await delay(PAUSE_MS);
    }
  }

  /** What was not in a portion may be larger than one: the broker once took messages of more bytes than it takes now. */
  private async hasMore(): Promise<boolean> {
    const { num_pending: pending, num_ack_pending: unanswered } = await this.consumer.info();
    return pending + unanswered > 0;
  }
}
