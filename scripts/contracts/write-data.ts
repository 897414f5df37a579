import type { SchemaSet } from '../../libs/contracts/src/events/json-schema.js';
import { eventsOf } from './read-schemas.js';

const BANNER = '// Generated from libs/contracts/schemas by `npm run generate:contracts`; edit the schemas instead.';

/** The schemas as a module, one a line, so that a built service carries them without reading files. */
export function writeSchemas(schemas: SchemaSet): string {
  const lines = Object.entries(schemas).map(([place, schema]) => `  '${place}': ${JSON.stringify(schema)},`);
  return `${BANNER}\nimport type { SchemaSet } from '../events/json-schema.js';

export const SCHEMAS: SchemaSet = {\n${lines.join('\n')}\n};\n`;
}

/** The subjects by event type: small data that code can ask without loading a schema. */
export function writeSubjects(schemas: SchemaSet): string {
  const lines = eventsOf(schemas).map((event) => `  ${event.eventType}: '${event.subject}',`);
  return `${BANNER}\n
/** Every event type with the subject that it is published on. */
export const EVENT_TYPES = {\n${lines.join('\n')}\n} as const;\n`;
}
