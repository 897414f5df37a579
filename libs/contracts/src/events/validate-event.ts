import { Ajv2020, type ErrorObject } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { SCHEMAS } from '../generated/schemas.js';
import { closeSchemas } from './close-schemas.js';
import type { SchemaSet } from './json-schema.js';
import { schemaUri } from './schema-uri.js';
import { isSubject } from './subjects.js';

/**
 * What is wrong with the body of an event, one text per fault such as `/items/0/qty must be integer`; nothing when it
 * keeps to the schema of its subject. Members that the schema does not name are welcome: schemas grow.
 */
export function validateEvent(subject: string, body: unknown): readonly string[] {
  open ??= compileAll(SCHEMAS);
  return faultsOf(open, subject, body);
}

/** The same for what we send ourselves: a member that no schema names is a fault too, for it is misspelt. */
export function validateOwnEvent(subject: string, body: unknown): readonly string[] {
  closed ??= compileAll(closeSchemas(SCHEMAS));
  return faultsOf(closed, subject, body);
}

/** Made at the first use: a service that checks no events should not pay for compiling the schemas. */
let open: Ajv2020 | undefined;
let closed: Ajv2020 | undefined;

function compileAll(schemas: SchemaSet): Ajv2020 {
  const ajv = new Ajv2020({ allErrors: true, allowUnionTypes: true, strict: true, strictTypes: false });
  addFormats.default(ajv);
  ajv.addSchema(Object.values(schemas));
  return ajv;
}

function faultsOf(ajv: Ajv2020, subject: string, body: unknown): readonly string[] {
  const validate = isSubject(subject) ? ajv.getSchema(schemaUri(subject)) : undefined;
  if (!validate) return [`${subject} is no subject that has a schema`];
  return validate(body) === true ? [] : [...new Set((validate.errors ?? []).map(textOf))];
}

function textOf({ instancePath, keyword, message, params }: ErrorObject): string {
  const place = instancePath === '' ? 'the body' : instancePath;
  switch (keyword) {
    case 'const':
      return `${place} must be ${JSON.stringify(params['allowedValue'])}`;
    case 'enum':
      return `${place} must be one of ${(params['allowedValues'] as unknown[]).join(', ')}`;
    case 'unevaluatedProperties':
      return `${place} must not have the member ${JSON.stringify(params['unevaluatedProperty'])}`;
    default:
      return `${place} ${message}`;
  }
}
