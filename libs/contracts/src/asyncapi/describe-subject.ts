import { cloudEventHeaders } from '../events/cloud-event-headers.js';
import { schemaName, type JsonSchema } from '../events/json-schema.js';
import type { Subject } from '../events/subjects.js';

/** The parts of the AsyncAPI document that one subject has. `place` is that of its schema: `orders/order_created`. */
export function describeChannel(place: string, schema: JsonSchema): Record<string, unknown> {
  const subject = subjectAt(place);
  return {
    address: subject,
    title: schema.title,
    description: `${schema.description ?? ''} ${orderingOf(schema)}`,
    servers: [{ $ref: '#/servers/local' }],
    messages: { [subject]: { $ref: `#/components/messages/${subject}` } },
  };
}

export function describeOperation(place: string, schema: JsonSchema): Record<string, unknown> {
  const subject = subjectAt(place);
  return {
    action: 'send',
    channel: { $ref: `#/channels/${subject}` },
    title: schema.title,
    summary: schema.description,
    messages: [{ $ref: `#/channels/${subject}/messages/${subject}` }],
    bindings: { nats: { bindingVersion: '0.1.0' } },
  };
}

export function describeMessage(place: string, schema: JsonSchema): Record<string, unknown> {
  const subject = subjectAt(place);
  return {
    name: subject,
    title: schema.title,
    summary: schema.description,
    description: orderingOf(schema),
    contentType: 'application/json',
    headers: { $ref: '#/components/schemas/EventHeaders' },
    payload: { $ref: `#/components/schemas/${schemaName(place)}` },
    examples: (schema.examples ?? []).map((payload) => ({ headers: exampleHeaders(subject, payload as ExampleBody), payload })),
  };
}

interface ExampleBody {
  readonly event_id: string;
  readonly occurred_at: string;
  readonly order_id?: string;
  readonly sku?: string;
}

function exampleHeaders(subject: Subject, body: ExampleBody): Record<string, string> {
  return cloudEventHeaders({
    eventId: body.event_id,
    subject,
    occurredAt: body.occurred_at,
    key: body.order_id ?? body.sku ?? '',
    traceparent: '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01',
  });
}

/** The schemas of events lie in folders of their context, so the place names the subject. */
function subjectAt(place: string): Subject {
  return place.replace('/', '.') as Subject;
}

/** What the messages of a subject are ordered by, told by the shared piece that its schema builds upon. */
function orderingOf({ allOf = [] }: JsonSchema): string {
  const isA = (piece: string): boolean => allOf.some(({ $ref = '' }) => $ref.endsWith(`/${piece}.schema.json`));
  if (isA('stock_hold')) return 'In the order of the changes of its `order_id`; it has no number of its own.';
  const key = isA('stock_level') ? 'product_id' : 'order_id';
  return `In the order of \`sequence\` within its \`${key}\`: from 1, without gaps.`;
}
