import { isUuid, parseJson } from '#libs/kernel';
import type { Delivery } from '../jetstream/delivery.js';
import { InvalidEvent, type ConsumedEvent, type EventConsumer } from './event-consumer.js';
import { scopeOf } from './event-scope.js';

const text = new TextDecoder();

/** The event in a delivery. @throws InvalidEvent when it is none, or not as the consumer's schema says */
export function readEvent<Body>(
  delivery: Delivery,
  { validate }: Pick<EventConsumer<Body>, 'validate'>,
): ConsumedEvent<Body> {
  const { subject } = delivery;
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
  try {
    const body: unknown = parseJson(text.decode(data));
    if (typeof body === 'object' && body !== null) return body;
  } catch (error) {
    throw new InvalidEvent('the body is no JSON', { cause: error });
  }
  throw new InvalidEvent('the body is no object');
}
