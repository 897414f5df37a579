import type { Subject } from './subjects.js';

/**
 * The name of a subject's schema, its `$id` and the `ce-dataschema` header. CloudEvents asks for an absolute URI, and no
 * host is the right one for every installation; so the scheme is our own, and the path is where each service of Pulse
 * serves the schema: `pulse:/schemas/orders/order_created.schema.json` is `GET /schemas/orders/order_created.schema.json`.
 */
export function schemaUri(subject: Subject): string {
  return `pulse:/schemas/${subject.replace('.', '/')}.schema.json`;
}
