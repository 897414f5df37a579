import { compile } from 'json-schema-to-typescript';
import { mapSubschemas, placeOfRef, schemaName } from '../../libs/contracts/src/events/json-schema.js';
import type { JsonSchema, SchemaSet } from '../../libs/contracts/src/events/json-schema.js';
import { eventsOf, type EventSource } from './read-schemas.js';

const BANNER = '// Generated from libs/contracts/schemas by `npm run generate:contracts`; edit the schemas instead.';

/** The TypeScript types of all events, their unions, and the map from subject to type. */
export async function writeTypes(schemas: SchemaSet): Promise<string> {
  const events = eventsOf(schemas);
  const contexts = [...new Set(events.map((event) => event.context))];
  const $defs = Object.fromEntries(
    Object.entries(schemas).map(([place, schema]) => [schemaName(place), forTypes(schema, place)]),
  );
  const unions = contexts.map((context) => unionType(context, events));
  const root = { title: 'PulseEvent', description: 'Any event of any context.', oneOf: unionRefs(events), $defs };
  const types = await compile(root as Parameters<typeof compile>[0], 'PulseEvent', {
    additionalProperties: false,
    bannerComment: BANNER,
    ignoreMinAndMaxItems: true,
    unknownAny: true,
    unreachableDefinitions: true,
    style: { singleQuote: true, printWidth: 130, trailingComma: 'all' },
  });
  return [types.trimEnd(), ...unions, subjectMap(events)].join('\n\n') + '\n';
}

/** Annotations that the type generator would read as something else are left out: titles of pieces, examples, ids. */
function forTypes(schema: JsonSchema, place: string): JsonSchema {
  const { $id: _id, $schema: _dialect, examples: _examples, title: _title, ...rest } = schema;
  if (rest.$ref === undefined) return mapSubschemas(rest, (part) => forTypes(part, place));
  const reference = { $ref: `#/$defs/${schemaName(placeOfRef(rest.$ref, place))}` };
  return rest.description === undefined ? reference : { description: rest.description, allOf: [reference] };
}

function capitalize(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}

/** `orders` publishes `OrderEvent`, `inventory` publishes `InventoryEvent`. */
function unionName(context: string): string {
  return `${capitalize(context.replace(/s$/, ''))}Event`;
}

function unionRefs(events: readonly EventSource[]): JsonSchema[] {
  return events.map((event) => ({ $ref: `#/$defs/${schemaName(event.place)}` }));
}

function unionType(context: string, events: readonly EventSource[]): string {
  const members = events.filter((event) => event.context === context).map((event) => `  | ${schemaName(event.place)}`);
  const comment = `/** Any event of \`${context}.>\`; \`event_type\` tells them apart. */`;
  return `${comment}\nexport type ${unionName(context)} =\n${members.join('\n')};`;
}

function subjectMap(events: readonly EventSource[]): string {
  const lines = events.map((event) => `  '${event.subject}': ${schemaName(event.place)};`);
  return `/** The body of the messages of each subject. */\nexport interface EventsBySubject {\n${lines.join('\n')}\n}`;
}
