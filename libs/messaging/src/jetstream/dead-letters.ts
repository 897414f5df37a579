import { Empty, headers as natsHeaders } from 'nats';
import { isTooLarge } from './api-errors.js';
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

/**
 * Puts a copy of a delivery into the stream of dead letters, with its headers and why it is there. One that is too large with
 * them leaves its body where it is, in its stream. Repeating it does no harm: the id of the copy is made of the consumer and the
 * original's place in its stream.
 * @param reason well-formed text
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
  headers.set('Pulse-Stream', stream);
  headers.set('Pulse-Subject', subject);
  headers.set('Pulse-Stream-Sequence', String(streamSequence));
  headers.set('Pulse-Tries', String(tries));
  headers.set('Pulse-Reason', encodeURI(reason));
  const send = (data: Uint8Array) => client.publish(`dead.${consumer}`, data, { headers, timeout: ACK_LIMIT_MS });
  try {
    await send(delivery.data);
  } catch (error) {
    if (!isTooLarge(error)) throw error;
    headers.set('Pulse-Omitted', 'body');
    await send(Empty);
  }
}
