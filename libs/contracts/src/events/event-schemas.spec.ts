import { describe, expect, it } from '@jest/globals';
import { isUuid } from '#libs/kernel';
import { SCHEMAS } from '../generated/schemas.js';
import { eventSchemas, schemaAt } from './event-schemas.js';
import { schemaUri } from './schema-uri.js';
import { SUBJECTS, subjectOf } from './subjects.js';
import { validateEvent, validateOwnEvent } from './validate-event.js';

describe.each(SUBJECTS)('the schema of %s', (subject) => {
  const schema = eventSchemas[subject];
  const examples = (schema.examples ?? []) as Record<string, unknown>[];

  it('tells people what it is', () => {
    expect(schema.title).toMatch(/^[A-Z][a-z ]+$/);
    expect(schema.description).toMatch(/\.$/);
    expect(examples).not.toHaveLength(0);
  });

  it('accepts its own examples, and has no member in them that it does not name', () => {
    for (const example of examples) {
      expect(validateEvent(subject, example)).toEqual([]);
      expect(validateOwnEvent(subject, example)).toEqual([]);
    }
  });

  it('has examples of its own type with ids that the service could have made', () => {
    for (const example of examples) {
      expect(example['event_type']).toBe(subject.split('.')[1]);
      expect(isUuid(example['event_id'])).toBe(true);
    }
  });

  it('asks for every member of the envelope', () => {
    for (const member of ['event_type', 'event_id', 'occurred_at', 'actor']) {
      const { [member]: _left, ...without } = examples[0] ?? {};
      expect(validateEvent(subject, without)).toEqual([`the body must have required property '${member}'`]);
    }
  });

  it('is found at the path of its URI', () => {
    expect(schemaAt(new URL(schemaUri(subject)).pathname)).toBe(schema);
  });
});

describe('the schemas', () => {
  it('have event types that are unique over all contexts, so that a type names one subject', () => {
    expect(new Set(SUBJECTS.map((subject) => subject.split('.')[1])).size).toBe(SUBJECTS.length);
    expect(subjectOf('items_changed')).toBe('orders.items_changed');
  });

  it('name nothing that tells who a person is', () => {
    const names = Object.values(SCHEMAS).flatMap((schema) => Object.keys(schema.properties ?? {}));
    expect(names.filter((name) => /customer_name|first_name|last_name|mail|phone|address/.test(name))).toEqual([]);
  });

  it('find no schema at a path that is none', () => {
    expect(schemaAt('/schemas/orders/../../package.json')).toBeUndefined();
    expect(schemaAt('/schemas/constructor')).toBeUndefined();
  });
});
