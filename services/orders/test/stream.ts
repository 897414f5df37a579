import { connect } from 'nats';
import type { OrderEvent } from '#libs/contracts';

/** An event as it stands in the stream. */
export interface StreamedEvent<Body = OrderEvent> {
  readonly streamSequence: number;
  readonly subject: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Body;
}

/** Everything that a stream holds, oldest first. */
export async function readStream<Body = OrderEvent>(natsUrl: string, stream: string): Promise<StreamedEvent<Body>[]> {
  const connection = await connect({ servers: natsUrl, timeout: 5_000 });
  try {
    const { state } = await (await connection.jetstreamManager()).streams.info(stream);
    const events: StreamedEvent<Body>[] = [];
    if (state.messages === 0) return events;
    const consumer = await connection.jetstream().consumers.get(stream);
    for await (const message of await consumer.fetch({ max_messages: state.messages, expires: 5_000 })) {
      const headers = Object.fromEntries([...(message.headers ?? [])].map(([name, [value = '']]) => [name, value]));
      events.push({ streamSequence: message.seq, subject: message.subject, headers, body: message.json<Body>() });
      if (events.length === state.messages) break;
    }
    await consumer.delete();
    return events;
  } finally {
    await connection.close();
  }
}
