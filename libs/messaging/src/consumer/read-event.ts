import { isUuid, parseJson } from '#libs/kernel';
import type { Delivery } from '../jetstream/delivery.js';
import { InvalidEvent, type ConsumedEvent, type EventConsumer } from './event-consumer.js';
import { scopeOf } from './event-scope.js';

const text = new TextDecoder();
/** Far more than any schema of ours has, and far less than writing it down or checking it has a stack for. */
const DEEPEST = 100;

/** The event in a delivery. @throws InvalidEvent when it is none, or not as the consumer's schema says */
export function readEvent<Body>(
  delivery: Delivery,
  { validate }: Pick<EventConsumer<Body>, 'validate'>,
): ConsumedEvent<Body> {
  const { subject } = delivery;
  if (subject.includes('\0')) throw new InvalidEvent('the subject has a character that PostgreSQL takes in no text');
  const body = parse(delivery.data);
  const { event_id: eventId } = body as { readonly event_id?: unknown };
  if (!isUuid(eventId)) throw new InvalidEvent('the body has no event_id');
  const scope = scopeOf(body);
  if (!scope) throw new InvalidEvent('the body does not say which order or product it is about, and its number there');
  const faults = validate?.(subject, body) ?? [];
  if (faults.length > 0) throw new InvalidEvent(faults.join('; '));
  return {
    // As PostgreSQL gives it back, or a batch would not find its events among those that it has just noted.
    eventId: eventId.toLowerCase(),
    ...scope,
    subject,
    body: body as Body,
    get headers() {
      return delivery.headers;
    },
    get publishedAt() {
      return delivery.storedAt;
    },
  };
}

function parse(data: Uint8Array): object {
  let body: unknown;
  try {
    body = parseJson(text.decode(data));
  } catch (error) {
    throw new InvalidEvent('the body is no JSON', { cause: error });
  }
  if (!isObject(body)) throw new InvalidEvent('the body is no object');
  if (isDeep(body)) throw new InvalidEvent(`the body is more than ${DEEPEST} levels deep`);
  return body;
}

/** Level by level: a body that is too deep would be too deep to go down into. */
function isDeep(body: object): boolean {
  let level = [body];
  for (let depth = 0; depth < DEEPEST && level.length > 0; depth += 1) level = level.flatMap(Object.values).filter(isObject);
  return level.length > 0;
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}
