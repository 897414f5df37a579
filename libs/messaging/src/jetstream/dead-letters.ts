import { headers as natsHeaders } from 'nats';
import type { Delivery } from './delivery.js';
import type { JetStream } from './link.js';
import type { StreamDefinition } from './streams.js';

/** The name of the stream that the relay publishes nothing to; consumers do. */
export const DEAD_LETTERS = 'dead_letters';

/** Every event that some consumer could not handle, with why: `dead.<consumer>`. */
export function deadLetterStream(limits: Pick<StreamDefinition, 'replicas' | 'maxBytes' | 'maxAgeDays'>): StreamDefinition {
  return { name: DEAD_LETTERS, subjects: ['dead.>'], about: 'Events that a consumer could not handle', ...limits };
}

const ACK_LIMIT_MS = 5_000;
const LONGEST_REASON = 500;

/**
 * Puts a copy of a delivery into the stream of dead letters, with its headers and why it is there. Repeating it does no harm:
 * the id of the copy is made of the consumer and the original's place in its stream.
 */
export async function sendToDeadLetters(
  { client }: JetStream,
  consumer: string,
  delivery: Delivery,
  reason: string,
  tries: number,
): Promise<void> {
  const headers = natsHeaders();
  for (const [name, value] of Object.entries(delivery.headers)) {
    // What tells the original stream how to store it (its id, its batch) is not meant for this one.
    if (!name.startsWith('Nats-')) headers.set(name, value);
  }
  const { stream, streamSequence, subject } = delivery;
  headers.set('Nats-Msg-Id', `${consumer}:${stream}:${streamSequence}`);
  headers.set('Pulse-Consumer', consumer);
  headers.set('Pulse-Subject', subject);
  headers.set('Pulse-Stream-Sequence', String(streamSequence));
  headers.set('Pulse-Tries', String(tries));
  headers.set('Pulse-Reason', encodeURI(reason.slice(0, LONGEST_REASON)));
  await client.publish(`dead.${consumer}`, delivery.data, { headers, timeout: ACK_LIMIT_MS });
}
