/** A JSON Schema of draft 2020-12, as far as the event schemas use the language. */
export interface JsonSchema {
  readonly $id?: string;
  readonly $ref?: string;
  readonly title?: string;
  readonly description?: string;
  readonly type?: string | readonly string[];
  readonly allOf?: readonly JsonSchema[];
  readonly anyOf?: readonly JsonSchema[];
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly items?: JsonSchema;
  readonly required?: readonly string[];
  readonly examples?: readonly unknown[];
  readonly [keyword: string]: unknown;
}

/** Every schema by its place below `libs/contracts/schemas`, without the ending: `orders/order_created`, `shared/money`. */
export type SchemaSet = Readonly<Record<string, JsonSchema>>;

/** One schema after a change of each of its direct subschemas. */
export function mapSubschemas(schema: JsonSchema, change: (part: JsonSchema, keyword: string) => JsonSchema): JsonSchema {
  const { allOf, anyOf, properties, items } = schema;
  return {
    ...schema,
    ...(allOf && { allOf: allOf.map((part) => change(part, 'allOf')) }),
    ...(anyOf && { anyOf: anyOf.map((part) => change(part, 'anyOf')) }),
    ...(properties && {
      properties: Object.fromEntries(Object.entries(properties).map(([name, part]) => [name, change(part, 'properties')])),
    }),
    ...(items && { items: change(items, 'items') }),
  };
}

/** The place that a `$ref` leads to, seen from the schema at `from`: both are files, and the references are relative paths. */
export function placeOfRef(ref: string, from: string): string {
  return new URL(ref, `file:///${from}`).pathname.slice(1).replace(/\.schema\.json$/, '');
}

/** The name of a schema in TypeScript and in asyncapi.json: `OrderCreated` for `orders/order_created`. */
export function schemaName(place: string): string {
  const name = place.split('/').at(-1) ?? place;
  return name.split('_').map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join('');
}
