import { SCHEMAS } from '../generated/schemas.js';
import type { JsonSchema } from './json-schema.js';
import { SUBJECTS, type Subject } from './subjects.js';

const byUri = new Map(Object.values(SCHEMAS).map((schema) => [String(schema.$id), schema]));

/** The schema of each subject. Its references lead to shared pieces, which `schemaAt` finds. */
export const eventSchemas = Object.fromEntries(
  SUBJECTS.map((subject) => [subject, SCHEMAS[subject.replace('.', '/')]]),
) as Readonly<Record<Subject, JsonSchema>>;

/** The schema that a service answers at a path such as `/schemas/shared/money.schema.json`. */
export function schemaAt(path: string): JsonSchema | undefined {
  return byUri.get(`pulse:${path}`);
}
