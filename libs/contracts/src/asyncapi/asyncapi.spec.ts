import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { describe, expect, it } from '@jest/globals';
import { Ajv } from 'ajv';
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { SUBJECTS } from '../events/subjects.js';
import { asyncApiDocument } from './asyncapi.js';
import { EVENT_HEADERS } from './event-headers.js';

const require = createRequire(import.meta.url);
const readJson = (file: string): object => JSON.parse(readFileSync(file, 'utf8')) as object;

interface Document {
  readonly channels: Record<string, { readonly address: string; readonly description: string }>;
  readonly operations: Record<string, unknown>;
  readonly components: { readonly messages: Record<string, { examples: { headers: unknown; payload: unknown }[] }> };
}

describe('the AsyncAPI document', () => {
  const document = asyncApiDocument();
  const { channels, operations, components } = document as unknown as Document;

  it('keeps to the official JSON Schema of AsyncAPI 3.0', () => {
    const ajv = new Ajv({ strict: false, allErrors: true });
    addFormats.default(ajv);
    const validate = ajv.compile(readJson(require.resolve('@asyncapi/specs/schemas/3.0.0-without-$id.json')));
    validate(document);
    expect(validate.errors ?? []).toEqual([]);
  });

  it('has a channel, an operation and a message for every subject', () => {
    expect(Object.values(channels).map((channel) => channel.address)).toEqual(SUBJECTS);
    expect(Object.keys(operations)).toEqual(SUBJECTS);
    expect(Object.keys(components.messages)).toEqual(SUBJECTS);
  });

  it.each([
    ['orders.order_shipped', '`sequence` within its `order_id`'],
    ['inventory.stock_low', '`sequence` within its `product_id`'],
    ['inventory.stock_committed', 'changes of its `order_id`'],
  ])('says of %s that its messages come in the order of %s', (subject, order) => {
    expect(channels[subject]?.description).toContain(order);
  });

  it('has references that all lead somewhere', () => {
    for (const [, pointer = ''] of JSON.stringify(document).matchAll(/"\$ref":"#([^"]+)"/g)) {
      const target = pointer.slice(1).split('/').reduce<unknown>((node, key) => (node as Record<string, unknown>)[key], document);
      expect({ pointer, found: target !== undefined }).toEqual({ pointer, found: true });
    }
    expect(JSON.stringify(document)).not.toContain('.schema.json"}');
  });

  it('shows headers that keep to their own schema', () => {
    const ajv = new Ajv2020({ strictRequired: false });
    addFormats.default(ajv);
    const validate = ajv.compile({ ...EVENT_HEADERS, additionalProperties: false });
    for (const { examples } of Object.values(components.messages)) {
      for (const { headers } of examples) expect({ headers, valid: validate(headers) }).toEqual({ headers, valid: true });
    }
  });
});
