import { mapSubschemas, placeOfRef, schemaName, type JsonSchema, type SchemaSet } from '../events/json-schema.js';
import { describeChannel, describeMessage, describeOperation } from './describe-subject.js';
import { EVENT_HEADERS } from './event-headers.js';

/** Rises in its second place when schemas grow. A breaking change would be a new subject. */
const CONTRACT_VERSION = '1.1.0';

const ABOUT = `Every change of an order is one event, published if and only if the transaction of the change committed.
Delivery is at least once; a consumer that drops repeated \`event_id\`s sees each event exactly once. The events of one order
reach the stream in the order of \`sequence\`; so do those of a product's stock level. What orders hold of the stock is told in
the order in which the order changed. Between keys, and between the two streams, there is no order. Schemas only grow: ignore
members that you do not know.`;

/** The published language as an AsyncAPI 3.0 document. */
export function describeEvents(schemas: SchemaSet): Record<string, unknown> {
  const events = Object.entries(schemas).filter(([place]) => !place.startsWith('shared/'));
  const forEach = (describe: (place: string, schema: JsonSchema) => unknown): Record<string, unknown> =>
    Object.fromEntries(events.map(([place, schema]) => [place.replace('/', '.'), describe(place, schema)]));
  return {
    asyncapi: '3.0.0',
    info: { title: 'Pulse ERP events', version: CONTRACT_VERSION, description: ABOUT },
    defaultContentType: 'application/json',
    servers: {
      local: {
        host: 'localhost:4222',
        protocol: 'nats',
        description: 'NATS with JetStream. The stream `orders` keeps `orders.>`, the stream `inventory` keeps `inventory.>`.',
      },
    },
    channels: forEach(describeChannel),
    operations: forEach(describeOperation),
    components: {
      messages: forEach(describeMessage),
      schemas: {
        EventHeaders: EVENT_HEADERS,
        ...Object.fromEntries(Object.entries(schemas).map(([place, schema]) => [schemaName(place), embed(schema, place)])),
      },
    },
  };
}

/** A schema as a part of the document: its references lead to its neighbours there, and it has no address of its own. */
function embed(schema: JsonSchema, place: string): JsonSchema {
  const { $id: _id, $schema: _dialect, ...rest } = schema;
  const target = rest.$ref === undefined ? {} : { $ref: `#/components/schemas/${schemaName(placeOfRef(rest.$ref, place))}` };
  return mapSubschemas({ ...rest, ...target }, (part) => embed(part, place));
}
