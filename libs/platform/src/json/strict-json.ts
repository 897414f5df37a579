import { isUtf8 } from 'node:buffer';
import { DomainError, parseJson } from '#libs/kernel';
import { JsonReader, MAX_DEPTH } from './json-reader.js';
import { scanJson, type JsonTraits } from './scan-json.js';

/**
 * Parses a JSON text of RFC 8259 in UTF-8 and refuses what two readers could read differently, or what cannot be stored:
 * repeated keys, numbers that a double cannot carry, NUL characters, lone surrogates, nesting beyond 32 levels, and keys that
 * change what an object inherits; and more objects and arrays than an honest text of its size has, which would take thirty times
 * as much memory. A byte order mark is passed over, as RFC 8259 section 8.1 allows.
 *
 * The fast path costs one look at each byte, `parseJson`, and a count of the keys. It relies on three facts. Outside of
 * strings a colon stands behind every key and nowhere else, and a parsed object has each key once: when there are as many keys
 * as colons, none was repeated. Valid UTF-8 has no surrogates and a JSON string no raw control characters, so NUL and lone
 * surrogates can only come from `\u` escapes. And a double brings back every decimal number of up to 15 digits. Whatever looks
 * suspicious by these is read a second time, slowly, by `JsonReader`, which alone decides and names the place.
 * @throws DomainError malformed_json, duplicate_key, forbidden_key, json_too_deep, json_too_complex, number_out_of_range,
 * validation_failed
 */
export function parseStrictJson(bytes: Uint8Array): unknown {
  const traits = scanJson(bytes);
  const text = decode(bytes, traits.ascii);
  if (traits.depth > MAX_DEPTH) refuse(text);
  if (traits.containers > mostContainers(bytes.length)) throw tooComplex(bytes.length);
  const value = parse(text);
  if (isSuspicious(traits, text) || countKeys(value) !== traits.colons) new JsonReader(text).check();
  return value;
}

/** The smallest thing of which an honest body holds many is a line of an order: a SKU and a quantity. */
const mostContainers = (bytes: number): number => 1_000 + Math.floor(bytes / 20);

function tooComplex(bytes: number): DomainError {
  const message = `must not hold more than ${mostContainers(bytes)} objects and arrays in ${bytes} bytes`;
  return new DomainError('json_too_complex', `The body ${message}.`, { errors: [{ pointer: '', message }] });
}

const BYTE_ORDER_MARK = '\uFEFF';

function decode(bytes: Uint8Array, ascii: boolean): string {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (ascii) return buffer.toString('latin1');
  if (!isUtf8(bytes)) throw new DomainError('malformed_json', 'The body is not valid UTF-8.');
  const text = buffer.toString('utf8');
  return text.startsWith(BYTE_ORDER_MARK) ? text.slice(1) : text;
}

function parse(text: string): unknown {
  try {
    return parseJson(text);
  } catch {
    return refuse(text);
  }
}

function refuse(text: string): never {
  new JsonReader(text).check();
  throw new DomainError('malformed_json', 'The body is not valid JSON.');
}

/** Escapes that can hide something: of NUL, of ASCII letters (a key in disguise) and of surrogates. */
const PERILOUS_ESCAPE = /\\u(?:00[0-7]|[dD][89a-fA-F])/;

function isSuspicious(traits: JsonTraits, text: string): boolean {
  return traits.longNumber || text.includes('proto') || (traits.unicodeEscape && PERILOUS_ESCAPE.test(text));
}

/** How many keys all objects have together. The depth is known to be small, so this may recurse. */
function countKeys(value: unknown): number {
  if (typeof value !== 'object' || value === null) return 0;
  let keys = 0;
  if (Array.isArray(value)) {
    for (let index = 0; index < value.length; index += 1) keys += countKeys(value[index]);
    return keys;
  }
  const members = value as Record<string, unknown>;
  for (const key in members) keys += 1 + countKeys(members[key]);
  return keys;
}
