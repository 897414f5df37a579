import { Empty, headers as natsHeaders, type MsgHdrs } from 'nats';
import { blamesMessage, isTooLarge } from './api-errors.js';
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
 * them leaves its body where it is, in its stream, and if need be its headers. Repeating it does no harm: the id of the copy is
 * made of the consumer and the original's place in its stream, with the time: one that was made anew counts from 1 again.
 * @param reason well-formed text
 */
export async function sendToDeadLetters(
  { client }: JetStream,
  consumer: string,
  delivery: Delivery,
  reason: string,
  tries: number,
): Promise<void> {
  const { stream, streamSequence, subject, storedAt } = delivery;
  const ofItsOwn = {
    'Nats-Msg-Id': `${consumer}:${stream}:${streamSequence}:${storedAt.getTime()}`,
    'Pulse-Consumer': consumer,
    'Pulse-Stream': stream,
    'Pulse-Subject': subject,
    'Pulse-Stream-Sequence': String(streamSequence),
    'Pulse-Tries': String(tries),
    'Pulse-Reason': encodeURI(reason),
  };
  // What tells the original stream how to store it (its id, its batch) is not meant for this one.
  const foreign = Object.fromEntries(Object.entries(delivery.headers).filter(([name]) => !name.startsWith('Nats-')));
  const send = (data: Uint8Array, values: Readonly<Record<string, string>>) =>
    client.publish(`dead.${consumer}`, data, { headers: headersOf(values), timeout: ACK_LIMIT_MS });
  await send(delivery.data, { ...foreign, ...ofItsOwn })
    .catch(unlessTooLarge(() => send(Empty, { ...foreign, ...ofItsOwn, 'Pulse-Omitted': 'body' })))
    .catch(unlessTooLarge(() => send(Empty, { ...ofItsOwn, 'Pulse-Omitted': 'body, headers' })));
}

function headersOf(values: Readonly<Record<string, string>>): MsgHdrs {
  const headers = natsHeaders();
  for (const [name, value] of Object.entries(values)) headers.set(name, value);
  return headers;
}

const unlessTooLarge = <T>(sendLess: () => Promise<T>) => (error: unknown): Promise<T> => {
  if (isTooLarge(error) || blamesMessage(error)) return sendLess();
  throw error;
};
