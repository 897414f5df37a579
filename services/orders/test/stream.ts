import { connect } from 'nats';
import type { OrderEvent } from '#libs/contracts';

/** An event as it stands in the stream. */
export interface StreamedEvent {
  readonly streamSequence: number;
  readonly subject: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: OrderEvent;
}

/** Everything that a stream holds, oldest first. */
export async function readStream(natsUrl: string, stream: string): Promise<StreamedEvent[]> {
  const connection = await connect({ servers: natsUrl, timeout: 5_000 });
  try {
    const { state } = await (await connection.jetstreamManager()).streams.info(stream);
    const events: StreamedEvent[] = [];
    if (state.messages === 0) return events;
    const consumer = await connection.jetstream().consumers.get(stream);
    for await (const message of await consumer.fetch({ max_messages: state.messages, expires: 5_000 })) {
      const headers = Object.fromEntries([...(message.headers ?? [])].map(([name, [value = '']]) => [name, value]));
      events.push({ streamSequence: message.seq, subject: message.subject, headers, body: message.json<OrderEvent>() });
      if (events.length === state.messages) break;
    }
    return events;
  } finally {
    await connection.close();
  }
}
