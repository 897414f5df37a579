import fc from 'fast-check';
import { mutating, places, type Mutation } from './mutation.js';

const editing = <T>(values: fc.Arbitrary<T>, edit: (value: T, text: Buffer, place: number) => Buffer): fc.Arbitrary<Mutation> =>
  mutating(fc.tuple(places, values), ([place, value], { edits }) => ({
    edits: [...edits, (text) => edit(value, text, text.length === 0 ? 0 : place % text.length)],
  }));

const cut = (text: Buffer, from: number, to: number, between: Buffer = Buffer.alloc(0)) =>
  Buffer.concat([text.subarray(0, from), between, text.subarray(to)]);

/** What neither JSON nor UTF-8 has, and what only looks like it. */
const BYTES = [
  '\xff', '\xc0\x80', '\xed\xa0\x80', '\xe2\x82', '\xf5\x80\x80\x80', '\xef\xbb\xbf', '\0', '\x01', '\x7f', ',', '"', '\\',
  '{', '}', '[', ']', ':',
  ' ', '\n', '//', '/**/', '\\u0000', '\\ud800', '0', '-', 'e',
].map((text) => Buffer.from(text, 'latin1'));

/** The first member of the object that begins at or after the place comes twice. */
function repeatKey(text: Buffer, place: number): Buffer {
  const [, key] = /\{("(?:[^"\\]|\\.)*"):/.exec(text.toString('latin1').slice(place)) ?? [];
  const brace = key === undefined ? -1 : text.indexOf(`{${key}:`, place, 'latin1');
  return brace < 0 ? text : cut(text, brace + 1, brace + 1, Buffer.from(`${key}:0,`, 'latin1'));
}

/** What is wrong with the text of a body. */
export const textMutations: fc.Arbitrary<Mutation> = fc.oneof(
  editing(fc.constant(0), (_, text, place) => text.subarray(0, place)),
  editing(fc.constantFrom(...BYTES), (bytes, text, place) => cut(text, place, place, bytes)),
  editing(fc.constantFrom(...BYTES), (bytes, text, place) => cut(text, place, place + 1, bytes)),
  editing(fc.nat({ max: 40 }), (length, text, place) => cut(text, place, place + length)),
  editing(fc.constant(0), (_, text, place) => repeatKey(text, place)),
  editing(fc.constantFrom('utf16le', 'latin1'), (charset, text) => Buffer.from(text.toString(), charset as BufferEncoding)),
  editing(fc.constantFrom('', '5', 'null', '[]', '{}', '"x"', '[null]', '  '), (text) => Buffer.from(text)),
  editing(fc.constantFrom(31, 33, 1_000, 100_000), (depth, text) =>
    Buffer.concat([Buffer.alloc(depth, '['), text, Buffer.alloc(depth, ']')])),
  editing(fc.constant(0), (_, text) => Buffer.concat([text, text])),
);

/** Slow to send, and therefore rare. */
export const hugeBodies: fc.Arbitrary<Mutation> = editing(fc.constantFrom(1_000_000, 1_100_000), (length, text) =>
  Buffer.concat([Buffer.alloc(length, ' '), text]));
