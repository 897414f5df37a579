import { mapSubschemas, type JsonSchema, type SchemaSet } from './json-schema.js';

/**
 * The same schemas with every object closed (`unevaluatedProperties: false`). What is published stays open, because events
 * may gain members and old consumers must not mind; what we send ourselves is checked closed, so that a misspelt member is
 * found. Schemas that others build upon with `allOf` stay open: the schema that names them closes the whole.
 */
export function closeSchemas(schemas: SchemaSet): SchemaSet {
  const bases = new Set(Object.values(schemas).flatMap((schema) => (schema.allOf ?? []).map((part) => fileOf(part.$ref))));
  return Object.fromEntries(
    Object.entries(schemas).map(([place, schema]) => [place, close(schema, bases.has(fileOf(schema.$id)))]),
  );
}

function close(schema: JsonSchema, staysOpen: boolean): JsonSchema {
  const closed = mapSubschemas(schema, (part, keyword) => close(part, keyword === 'allOf'));
  return schema.properties && !staysOpen ? { ...closed, unevaluatedProperties: false } : closed;
}

function fileOf(reference: string | undefined): string | undefined {
  return reference?.split('/').at(-1);
}
