import { isUuid } from '#libs/kernel';
import type { Delivery } from '../jetstream/delivery.js';
import { InvalidEvent, type ConsumedEvent, type EventConsumer } from './event-consumer.js';

interface Envelope {
  readonly event_id?: unknown;
  readonly order_id?: unknown;
  readonly sequence?: unknown;
}

/** The event in a delivery. @throws InvalidEvent when it is none, or not as the consumer's schema says */
export function readEvent<Body>(
  { subject, headers, data, storedAt }: Delivery,
  { validate }: Pick<EventConsumer<Body>, 'validate'>,
): ConsumedEvent<Body> {
  const body = parse(data);
  const { event_id: eventId, order_id: key, sequence } = body as Envelope;
  if (!isUuid(eventId) || !isUuid(key)) throw new InvalidEvent('the body has no event_id or no order_id');
  if (typeof sequence !== 'number' || !Number.isInteger(sequence) || sequence < 1)
    throw new InvalidEvent('the body has no sequence');
  const faults = validate?.(subject, body) ?? [];
  if (faults.length > 0) throw new InvalidEvent(faults.join('; '));
  return { eventId, key, sequence, subject, headers, body: body as Body, publishedAt: storedAt };
}

function parse(data: Uint8Array): object {
  try {
    const body: unknown = JSON.parse(new TextDecoder().decode(data));
    if (typeof body === 'object' && body !== null) return body;
  } catch (error) {
    throw new InvalidEvent('the body is no JSON', { cause: error });
  }
  throw new InvalidEvent('the body is no object');
}
