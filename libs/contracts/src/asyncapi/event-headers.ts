import type { JsonSchema } from '../events/json-schema.js';

/** The headers that `cloudEventHeaders` makes, as a schema. */
export const EVENT_HEADERS: JsonSchema = {
  title: 'EventHeaders',
  description: 'CloudEvents 1.0 in the binary mode of its NATS binding. Values are percent-encoded beyond printable ASCII.',
  type: 'object',
  properties: {
    'Nats-Msg-Id': { type: 'string', format: 'uuid', description: 'The `event_id`; JetStream drops copies for some minutes.' },
    'ce-id': { type: 'string', format: 'uuid', description: 'The `event_id`.' },
    'ce-source': { type: 'string', format: 'uri-reference', description: 'The context that publishes: `/pulse/orders`.' },
    'ce-specversion': { const: '1.0' },
    'ce-type': { type: 'string', description: 'The subject.' },
    'ce-time': { type: 'string', format: 'date-time', description: 'The `occurred_at`.' },
    'ce-subject': { type: 'string', description: 'The id of the order; of stock levels the SKU.' },
    'ce-dataschema': { type: 'string', format: 'uri', description: 'The `$id` of the schema; the service serves its path.' },
    'ce-datacontenttype': { const: 'application/json' },
    traceparent: { type: 'string', description: 'W3C Trace Context of the request, where it was traced.' },
  },
  required: [
    'Nats-Msg-Id', 'ce-id', 'ce-source', 'ce-specversion', 'ce-type', 'ce-time', 'ce-subject', 'ce-dataschema',
    'ce-datacontenttype',
  ],
};
