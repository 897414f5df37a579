import { type JetStream, readAll, type TailedMessage } from '#libs/messaging';
import { CONSUMED, consumerOf } from '../consumer/note-effect-when-anything-happened.consumer.js';
import { GARBAGE_SUBJECT } from '../kinds/traffic.js';
import type { StreamEvent } from './evidence.js';

interface Body {
  readonly event_id: string;
  readonly order_id?: string;
  readonly product_id?: string;
  readonly sequence?: number;
  readonly order_sequence?: number;
  readonly status?: string;
  readonly order_version?: number;
}

export interface Streams {
  readonly events: readonly StreamEvent[];
  readonly garbage: number;
  readonly deadLetters: number;
}

/** The service's own consumers set aside what is no event as well. */
const OUR_LETTERS = new Set(CONSUMED.map((stream) => `dead.${consumerOf(stream)}`));

/** Reads every message of the streams from the first to the last. */
export async function readStreams(jetstream: JetStream): Promise<Streams> {
  const read = await Promise.all(CONSUMED.map(async (stream) => {
    const messages = await readAll(jetstream, stream);
    return messages.map((message) => ({ stream, message }));
  }));
  const letters = await readAll(jetstream, 'dead_letters');
  const all = read.flat();
  const events = all.filter(({ message }) => message.subject !== GARBAGE_SUBJECT);
  return {
    events: events.map(({ stream, message }) => eventOf(stream, message)),
    garbage: all.length - events.length,
    deadLetters: letters.filter(({ subject }) => OUR_LETTERS.has(subject)).length,
  };
}

function eventOf(stream: string, { subject, body }: TailedMessage): StreamEvent {
  const { event_id: eventId, order_id: orderId, product_id: productId, status, ...numbers } = JSON.parse(body) as Body;
  const { sequence: own, order_sequence: orderSequence, order_version: version } = numbers;
  const key = productId ?? orderId ?? '';
  const sequence = own ?? orderSequence ?? 0;
  return { stream, subject, eventId, key, sequence, numbered: own !== undefined, status, version };
}
