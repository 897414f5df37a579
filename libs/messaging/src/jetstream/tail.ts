import { DeliverPolicy, type ConsumerMessages } from 'nats';
import type { JetStream } from './link.js';

export interface TailOptions {
  readonly stream: string;
  /** Begin behind this stream sequence; without it, with what comes from now on. */
  readonly after?: number;
}

/** A message of a stream as a reader sees it who keeps no position of its own in NATS. */
export interface TailedMessage {
  readonly streamSequence: number;
  readonly subject: string;
  readonly body: string;
}

export interface Tail extends AsyncIterable<TailedMessage> {
  stop(): void;
}

/**
 * Follows a stream in its order through an ordered consumer, which lives in memory and repairs itself after losses.
 * A position beyond the stream's end belongs to an earlier stream of that name; then only what is new is given out.
 */
export async function tail({ client, manager }: JetStream, { stream, after }: TailOptions): Promise<Tail> {
  const last = after === undefined ? 0 : (await manager.streams.info(stream)).state.last_seq;
  const resumes = after !== undefined && after <= last;
  const consumer = await client.consumers.get(
    stream,
    resumes ? { deliver_policy: DeliverPolicy.StartSequence, opt_start_seq: after + 1 } : { deliver_policy: DeliverPolicy.New },
  );
  const messages = await consumer.consume({ max_messages: 50 });
  return { stop: () => messages.stop(), [Symbol.asyncIterator]: () => read(messages) };
}

async function* read(messages: ConsumerMessages): AsyncGenerator<TailedMessage> {
  for await (const message of messages) {
    yield { streamSequence: message.seq, subject: message.subject, body: message.string() };
  }
}
