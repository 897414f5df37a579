import { schemaUri } from './schema-uri.js';
import type { Subject } from './subjects.js';

export interface EventFacts {
  readonly eventId: string;
  readonly subject: Subject;
  /** RFC 3339, as in the body. */
  readonly occurredAt: string;
  /** What the event is about and ordered by: the order's id, for stock levels the SKU. */
  readonly key: string;
  /** The W3C Trace Context of the request that caused the change. */
  readonly traceparent?: string;
}

/**
 * The headers of an event: `Nats-Msg-Id` for JetStream's own deduplication and CloudEvents 1.0 in the binary mode of its
 * NATS binding, where every attribute is a header of its name behind `ce-` and `datacontenttype` is no exception. There is
 * no `Content-Type` header: in that binding it tells of the structured mode.
 */
export function cloudEventHeaders({ eventId, subject, occurredAt, key, traceparent }: EventFacts): Record<string, string> {
  const headers: Record<string, string> = {
    'Nats-Msg-Id': eventId,
    'ce-id': eventId,
    'ce-source': `/pulse/${subject.slice(0, subject.indexOf('.'))}`,
    'ce-specversion': '1.0',
    'ce-type': subject,
    'ce-time': occurredAt,
    'ce-subject': encodeHeaderValue(key),
    'ce-dataschema': schemaUri(subject),
    'ce-datacontenttype': 'application/json',
  };
  if (traceparent !== undefined) headers['traceparent'] = traceparent;
  return headers;
}

/** Percent-encodes what a header cannot hold: all but printable ASCII, and of that `"` and `%` (NATS binding, 3.1.3.2). */
export function encodeHeaderValue(value: string): string {
  return value.replace(/[^!#$&-~]/gu, (character) => Buffer.from(character).toString('hex').replace(/../g, percent));
}

function percent(byte: string): string {
  return `%${byte.toUpperCase()}`;
}
