import fc from 'fast-check';
import type { Api, Schema } from '../api/api.js';
import { Known } from './known.js';

/** Members that name something which may exist already. */
const KNOWN: Readonly<Record<string, fc.Arbitrary<Known>>> = {
  item_id: fc.nat({ max: 3 }).map((nth) => new Known('item', 'orders', nth)),
  order_id: fc.constant(new Known('id', 'orders')),
  last_event_id: fc.constant(new Known('id', 'orders')),
  customer_id: fc.constant(new Known('id', 'customers')),
  sku: fc.constant(new Known('id', 'products')),
};

/** Members without which little happens, though they may be left out. */
const USUAL = ['price', 'change', 'status'];

/** A stock adjustment says either. */
const isInstead = (name: string, properties: object): boolean => name === 'on_hand' && 'change' in properties;

/** Each further member is a further reason to be refused. */
const MOST_OPTIONAL = 3;
const MOST_ITEMS = 3;
const LONGEST_TEXT = 24;

const grapheme = (min: number, max: number) => fc.string({ unit: 'grapheme', minLength: min, maxLength: max });

/** Metadata may be anything. */
const FREE = fc.dictionary(grapheme(1, 8), fc.jsonValue({ maxDepth: 2 }), { maxKeys: 4 });

/** Values that the schema allows: such as a client with good manners sends. `name` is that of the member or parameter. */
export function valuesOf(schema: Schema, api: Api, name = ''): fc.Arbitrary<unknown> {
  const { type, ...resolved } = api.resolve(schema);
  const [only, ...others] = [type ?? 'string'].flat();
  const values = ofType(only ?? 'string', resolved, api, name);
  // A form is asked of new names only.
  const known = schema.pattern === undefined ? KNOWN[name] : undefined;
  const some = known ? fc.oneof({ weight: 2, arbitrary: known }, { weight: 1, arbitrary: values }) : values;
  return others.includes('null') ? fc.option<unknown>(some, { freq: 8 }) : some;
}

function ofType(type: string, schema: Schema, api: Api, name: string): fc.Arbitrary<unknown> {
  switch (type) {
    case 'object':
      return schema.properties ? objects(schema, api) : FREE;
    case 'array':
      return fc.array(valuesOf(schema.items ?? {}, api, name), {
        minLength: schema.minItems ?? 0,
        maxLength: Math.min(schema.maxItems ?? MOST_ITEMS, MOST_ITEMS),
      });
    case 'integer':
      return integers(schema);
    case 'number':
      return fc.oneof(fc.nat({ max: 1_000 }), fc.nat({ max: 100_000 }).map((cents) => cents / 100));
    case 'boolean':
      return fc.boolean();
    default:
      return texts(schema, name);
  }
}

function objects({ properties = {}, required = [] }: Schema, api: Api): fc.Arbitrary<unknown> {
  const members = Object.entries(properties).map(([name, schema]) => [name, valuesOf(schema, api, name)] as const);
  const usual = [...required, ...USUAL.filter((name) => name in properties)];
  const optional = Object.keys(properties).filter((name) => !usual.includes(name) && !isInstead(name, properties));
  const chosen = fc.subarray(optional, { maxLength: Math.min(MOST_OPTIONAL, optional.length) });
  return fc.tuple(fc.record(Object.fromEntries(members)), chosen).map(([all, names]) =>
    Object.fromEntries([...usual, ...names].map((name) => [name, all[name]])));
}

function integers({ minimum = 0, maximum = 1_000_000 }: Schema): fc.Arbitrary<number> {
  const few = fc.integer({ min: minimum < 0 ? -5 : minimum, max: Math.min(maximum, Math.max(minimum, 0) + 20) });
  return fc.oneof({ weight: 5, arbitrary: few }, { weight: 1, arbitrary: fc.integer({ min: minimum, max: maximum }) });
}

function texts(schema: Schema, name: string): fc.Arbitrary<unknown> {
  const { enum: choices, format, pattern, example, minLength = 0, maxLength = LONGEST_TEXT } = schema;
  if (choices) return fc.constantFrom(...choices);
  const time = fc.date({ noInvalidDate: true, min: new Date('2000-01-01'), max: new Date('2026-01-01') });
  if (format === 'uuid') return fc.uuid();
  if (name === 'expires_at') return time.map((date) => date.toISOString().replace(/^20/, '21'));
  if (format === 'date-time') return time.map((date) => date.toISOString());
  if (format === 'date') return time.map((date) => date.toISOString().slice(0, 10));
  if (format === 'email') return fc.uuid().map((id) => `${id}@example.com`);
  if (pattern !== undefined) return fc.uuid().map((id) => `P-${id}`);
  const any = grapheme(minLength, Math.min(maxLength, LONGEST_TEXT));
  return example === undefined ? any : fc.oneof({ weight: 3, arbitrary: fc.constant(example) }, { weight: 1, arbitrary: any });
}
