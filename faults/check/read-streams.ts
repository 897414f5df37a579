import { type JetStream, readAll, type TailedMessage } from '#libs/messaging';
import { CONSUMED } from '../consumer/note-effect-when-anything-happened.consumer.js';
import { GARBAGE_SUBJECT } from '../kinds/traffic.js';
import type { DeadLetter, StockLine, StreamEvent, ToldLevel } from './evidence.js';

interface Body extends Partial<ToldLevel> {
  readonly event_id: string;
  readonly order_id?: string;
  readonly product_id?: string;
  readonly sequence?: number;
  readonly order_sequence?: number;
  readonly status?: string;
  readonly order_version?: number;
  readonly lines?: readonly StockLine[];
}

export interface Streams {
  readonly events: readonly StreamEvent[];
  readonly garbage: number;
  readonly deadLetters: readonly DeadLetter[];
}

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
    deadLetters: letters.map(letterOf),
  };
}

function eventOf(stream: string, { subject, body }: TailedMessage): StreamEvent {
  const { event_id: eventId, order_id: orderId, product_id: productId, status, lines, ...numbers } = JSON.parse(body) as Body;
  const { sequence: own, order_sequence: orderSequence, order_version: version } = numbers;
  const key = productId ?? orderId ?? '';
  const sequence = own ?? orderSequence ?? 0;
  const level = productId === undefined ? undefined : levelOf(numbers);
  return { stream, subject, eventId, key, sequence, numbered: own !== undefined, status, version, lines, level };
}

/** Of a body without them the members are missing, and like no level that there was. */
function levelOf({ on_hand, held, available, change }: Partial<ToldLevel>): ToldLevel {
  return { on_hand, held, available, change } as ToldLevel;
}

function letterOf({ subject, body }: TailedMessage): DeadLetter {
  return { consumer: subject.slice('dead.'.length), event_id: eventIdIn(body) };
}

function eventIdIn(body: string): string | undefined {
  try {
    return (JSON.parse(body) as Partial<Body>).event_id;
  } catch {
    return undefined;
  }
}
