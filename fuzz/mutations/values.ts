import fc from 'fast-check';
import { Spelling } from '../requests/json.js';

const spell = (...texts: string[]): Spelling[] => texts.map((text) => new Spelling(text));

/** Numbers that a double, an integer or a currency cannot hold, and what is no number at all. */
const NUMBERS: readonly unknown[] = [
  ...spell('1e309', '-1e309', '-0', '-0.0', '1e-400', '9007199254740993', '0.1000000000000000055511', 'NaN', '-Infinity', '0x10'),
  ...spell('01', '+1', '1.', '.5', '1e', '9'.repeat(400), `0.${'9'.repeat(400)}`),
  19.999, 0.001, 1.005, 1.5, 0, -1, 1e21, 2 ** 31, 2 ** 31 - 1, 2 ** 53 - 1, 999_999_999_999.99, 10_000_000_000_000, 1_000_001,
];

const TEXTS: readonly unknown[] = [
  '', ' ', '\u3000', '\0', 'a\0b', 'a\u0001b', 'a\nb', 'a\tb', '\ufeff', '\ufffd', 'a\u0085b', 'a\u2028b', '\u202e',
  '\u001b[31m',
  '\ud83d', '\ude00\ud83d', '👩‍👩‍👧‍👦', `e${'\u0301'.repeat(10_000)}`, 'x'.repeat(129), 'x'.repeat(201), 'x'.repeat(501),
  'x'.repeat(20_000),
  '🧩'.repeat(200), '5', 'true', 'null', 'NaN', "'; drop table orders; --", "' or '1'='1", '${7*7}{{7*7}}', '%s%n%x',
  '..\\..\\x',
  '../../etc/passwd', 'a\r\nSet-Cookie: x=1', '<script>alert(1)</script>', '__proto__', 'constructor', 'toString',
  'hasOwnProperty',
  ...spell('"\\ud800"', '"\\u0000"', '"\\x41"', '"\\u00"', "'single'", '"\t"'),
];

const IDENTIFIERS: readonly unknown[] = [
  '00000000-0000-0000-0000-000000000000', 'ffffffff-ffff-ffff-ffff-ffffffffffff', '{550e8400-e29b-41d4-a716-446655440000}',
  '550e8400e29b41d4a716446655440000', '550E8400-E29B-41D4-A716-446655440000', 'urn:uuid:550e8400-e29b-41d4-a716-446655440000',
  '550e8400-e29b-41d4-a716-44665544000', '550e8400-e29b-41d4-a716-446655440000 ',
];

const TIMES: readonly unknown[] = [
  'now', 'infinity', '-infinity', 'epoch', 'today', '2026-02-30T12:00:00Z', '2026-01-01T12:00:00', '2026-01-01',
  '10000-01-01T00:00:00Z',
  '0000-01-01T00:00:00Z', '0001-01-01T00:00:00Z', '9999-12-31T23:59:59.999999999Z', '9999-12-31T23:59:59-01:00',
  '1970-01-01T00:00:00Z',
  '2026-06-30T23:59:60Z', '2026-01-01T12:00:00+14:00', '2026-01-01T12:00:00.123456789Z', '2026-01-01t12:00:00z',
];

const SHAPES: readonly unknown[] = [
  null, true, false, {}, [], [null], [[]], { toString: 'x' }, { length: -1 }, { constructor: { prototype: { isAdmin: true } } },
  Array.from({ length: 101 }, () => ({})), Array.from({ length: 10_000 }, () => null),
  ...spell('{"__proto__":{"isAdmin":true}}', '{"a":1,"a":2}', '{"":1}', '{"a\\u0000":1}', 'undefined', '1 1', '/**/1'),
  new Spelling(`${'['.repeat(17)}${']'.repeat(17)}`), new Spelling(`${'{"a":'.repeat(1_000)}1${'}'.repeat(1_000)}`),
];

const pick = (list: readonly unknown[]) => fc.constantFrom(...list);

/** What is put where something else belongs. */
export const badValues: fc.Arbitrary<unknown> = fc.oneof(
  pick(NUMBERS), pick(TEXTS), pick(IDENTIFIERS), pick(TIMES), pick(SHAPES),
  fc.string({ unit: 'binary', maxLength: 20 }), fc.double(), fc.integer(), fc.jsonValue({ maxDepth: 3 }),
);

/** The same for places where everything is text. */
export const badTexts: fc.Arbitrary<string> = fc.oneof(
  badValues.map((value) => (typeof value === 'string' ? value : JSON.stringify(value instanceof Spelling ? value.text : value))),
  fc.constantFrom('-1', '0', '101', '10001', '1e9', '1.5', '１', 'a,b', 'yes', '1'.repeat(30)),
);
