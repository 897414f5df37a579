import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { JsonSchema, SchemaSet } from '../../libs/contracts/src/events/json-schema.js';

const ENDING = '.schema.json';

/** The schemas of a folder by their place below it, in an order that does not depend on the file system. */
export function readSchemas(folder: string): SchemaSet {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith(ENDING));
  const places = files.map((file) => file.slice(0, -ENDING.length).replaceAll('\\', '/'));
  const sorted = places.toSorted((a, b) => rankOf(a) - rankOf(b) || (a < b ? -1 : 1));
  return Object.fromEntries(sorted.map((place) => [place, readSchema(folder, place)]));
}

/** Readers of the tables get the events as an order lives through them, then the other contexts, then the shared pieces. */
const FIRST = [
  'orders/order_created', 'orders/order_pending', 'orders/order_placed', 'orders/order_confirmed', 'orders/order_preparing',
  'orders/order_ready', 'orders/order_shipped', 'orders/order_delivered', 'orders/order_completed', 'orders/order_cancelled',
  'orders/order_expired', 'orders/order_rejected', 'orders/order_updated', 'orders/items_changed', 'orders/order_deleted',
];

function rankOf(place: string): number {
  const rank = FIRST.indexOf(place);
  if (rank >= 0) return rank;
  return FIRST.length + (place.startsWith('shared/') ? 1 : 0);
}

function readSchema(folder: string, place: string): JsonSchema {
  const schema = JSON.parse(readFileSync(join(folder, place + ENDING), 'utf8')) as JsonSchema;
  const id = `pulse:/schemas/${place}${ENDING}`;
  if (schema.$id !== id) throw new Error(`${place}${ENDING}: $id must be ${id}`);
  return schema;
}

export interface EventSource {
  readonly place: string;
  /** The bounded context that publishes it; the first token of the subject. */
  readonly context: string;
  readonly eventType: string;
  readonly subject: string;
  readonly schema: JsonSchema;
}

/** The schemas that are events: all but the shared pieces. */
export function eventsOf(schemas: SchemaSet): EventSource[] {
  return Object.entries(schemas).flatMap(([place, schema]) => {
    const [context = '', eventType = ''] = place.split('/');
    return context === 'shared' ? [] : [{ place, context, eventType, subject: `${context}.${eventType}`, schema }];
  });
}
