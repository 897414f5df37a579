import { AckPolicy, DeliverPolicy, nanos, type ConsumerConfig, type ConsumerMessages } from 'nats';
import type { JetStream } from './link.js';
import { NatsDelivery, type Delivery } from './delivery.js';

export interface DurableOptions {
  readonly name: string;
  readonly stream: string;
  readonly subjects?: readonly string[];
  /** How long the server waits for an answer before it delivers again. */
  readonly ackWaitMs: number;
  /** Deliveries that may be unanswered at a time, over all replicas. */
  readonly maxUnanswered: number;
  /** Messages that are fetched ahead. */
  readonly ahead: number;
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
  const exists = await manager.consumers.info(stream, name).then(
    () => true,
    () => false,
  );
  if (exists) await manager.consumers.update(stream, name, config);
  else await manager.consumers.add(stream, config);
  const consumer = await client.consumers.get(stream, name);
  const messages = await consumer.consume({ max_messages: options.ahead, abort_on_missing_resource: true });
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

async function* read(messages: ConsumerMessages, subjects: readonly string[] | undefined): AsyncGenerator<Delivery> {
  for await (const message of messages) {
    if (subjects === undefined || subjects.includes(message.subject)) yield new NatsDelivery(message);
    else message.ack();
  }
}
