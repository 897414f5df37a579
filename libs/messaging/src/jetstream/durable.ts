import { AckPolicy, DeliverPolicy, nanos, type ConsumerConfig, type ConsumerMessages } from 'nats';
import type { JetStream } from './link.js';
import { NatsDelivery, type Delivery } from './delivery.js';

/**
 * Messages that are asked for ahead. nats.js asks for more when a quarter of them has come, so up to twice as many are on their
 * way: even of the largest far less than the 64 MiB at which nats-server takes a client for too slow and cuts its connection.
 */
const AHEAD = 20;

export interface DurableOptions {
  readonly name: string;
  readonly stream: string;
  readonly subjects?: readonly string[];
  /** How long the server waits for an answer before it delivers again. */
  readonly ackWaitMs: number;
  /** Deliveries that may be unanswered at a time, over all replicas. */
  readonly maxUnanswered: number;
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
  const messages = await consumer.consume({ max_messages: AHEAD, abort_on_missing_resource: true });
  return { stop: () => messages.stop(), [Symbol.asyncIterator]: () => read(messages, subjects) };
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

async function* read(messages: ConsumerMessages, subjects: readonly string[] | undefined): AsyncGenerator<Delivery> {
  for await (const message of messages) {
    if (subjects === undefined || subjects.includes(message.subject)) yield new NatsDelivery(message);
    else message.ack();
  }
}
