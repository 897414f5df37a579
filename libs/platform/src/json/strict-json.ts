import { DomainError } from '#libs/kernel';
import { escapeToken } from '../input/inspect.js';

/** Deeper than any honest document; the walk below recurses, so this also bounds the stack. */
const MAX_DEPTH = 64;

/**
 * Parses a JSON text of RFC 8259 and refuses what two readers could read differently: repeated keys, numbers that a double
 * cannot carry, NUL characters and lone surrogates (which PostgreSQL cannot store), keys that change what an object inherits.
 * Costs one walk over the value beside `JSON.parse`.
 * @throws DomainError malformed_json, duplicate_key, forbidden_key, json_too_deep, number_out_of_range
 */
export function parseStrictJson(text: string): unknown {
  const value = parse(text);
  const keys = walk(value, '', 0);
  if (keys !== countKeys(text)) throw new DomainError('duplicate_key', 'An object in the body names a key twice.', repeatedKeyIn(text));
  if (LONG_NUMBER.test(text)) assertExactNumbers(text);
  return value;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    const [position] = /position \d+/.exec((error as Error).message) ?? [];
    throw new DomainError('malformed_json', text.trim() === '' ? 'The body is empty.' : `The body is no valid JSON${position ? ` (at ${position})` : ''}.`);
  }
}

/** Checks every string and key. @returns how many members all objects have together */
function walk(value: unknown, pointer: string, depth: number): number {
  if (typeof value === 'string') {
    assertStorable(value, pointer);
    return 0;
  }
  if (typeof value !== 'object' || value === null) return 0;
  if (depth >= MAX_DEPTH) throw new DomainError('json_too_deep', `The body is nested deeper than ${MAX_DEPTH} levels.`);
  if (Array.isArray(value)) {
    let members = 0;
    for (let index = 0; index < value.length; index += 1) members += walk(value[index], `${pointer}/${index}`, depth + 1);
    return members;
  }
  let members = 0;
  for (const [key, member] of Object.entries(value)) {
    const at = `${pointer}/${escapeToken(key)}`;
    assertStorable(key, pointer);
    if (key === '__proto__' || (key === 'constructor' && typeof member === 'object')) throw faultAt('forbidden_key', at, 'is not allowed as a key');
    members += 1 + walk(member, at, depth + 1);
  }
  return members;
}

function assertStorable(text: string, pointer: string): void {
  if (!text.isWellFormed()) throw faultAt('malformed_json', pointer, 'holds half of a surrogate pair');
  if (text.includes('\u0000')) throw faultAt('malformed_json', pointer, 'holds a NUL character');
}

function faultAt(code: string, pointer: string, message: string): DomainError {
  return new DomainError(code, `${pointer || 'The body'} ${message}.`, { errors: [{ pointer, message }] });
}

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const COLON = 0x3a;

/**
 * How many keys a valid JSON text writes down: outside of strings a colon stands behind every key and nowhere else. A parsed
 * object has each key once, so more keys in the text than in the value means that one was repeated.
 */
function countKeys(text: string): number {
  let colons = 0;
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === COLON) colons += 1;
    else if (code === QUOTE) at = endOfString(text, at);
  }
  return colons;
}

/** The position of the closing quote: the first one behind an even number of backslashes. */
function endOfString(text: string, start: number): number {
  for (let at = text.indexOf('"', start + 1); ; at = text.indexOf('"', at + 1)) {
    let before = at - 1;
    while (text.charCodeAt(before) === BACKSLASH) before -= 1;
    if ((at - before) % 2 === 1) return at;
  }
}

/** Names the repeated key; only asked when there is one, so it may be slow. */
function repeatedKeyIn(text: string): { errors: { pointer: string; message: string }[] } {
  const seen: Set<string>[] = [];
  let at = 0;
  let key = '';
  for (; at < text.length; at += 1) {
    const char = text[at];
    if (char === '{') seen.push(new Set());
    else if (char === '}') seen.pop();
    else if (char === '"') {
      const end = endOfString(text, at);
      key = JSON.parse(text.slice(at, end + 1)) as string;
      at = end;
    } else if (char === ':') {
      const object = seen.at(-1);
      if (object?.has(key)) break;
      object?.add(key);
    }
  }
  return { errors: [{ pointer: `/${escapeToken(key)}`, message: 'is named twice in one object' }] };
}

/** Digits enough that a double might not hold them, or an exponent. Also found inside strings, which only costs time. */
const LONG_NUMBER = /\d{16}|\d\.\d{15}|\d[eE][+-]?\d/;

/** Fifteen significant digits are always exact in a double (IEEE 754); beyond them the text must come out as it went in. */
function assertExactNumbers(text: string): void {
  JSON.parse(text, (key: string, value: unknown, context?: { source?: string }) => {
    if (typeof value === 'number' && context?.source !== undefined && !isExact(context.source, value)) {
      throw faultAt('number_out_of_range', `/${escapeToken(key)}`, 'is a number with more digits than a double holds');
    }
    return value;
  });
}

function isExact(source: string, value: number): boolean {
  return Number.isFinite(value) && significantDigits(source) === significantDigits(String(value));
}

/** Sign-less digits without leading and trailing zeros, and the power of ten, so that 1.50, 15e-1 and 1.5 are the same. */
function significantDigits(number: string): string {
  const [, whole = '', fraction = '', exponent = '0'] = /^-?(\d+)(?:\.(\d+))?(?:[eE]([+-]?\d+))?$/.exec(number) ?? [];
  const digits = `${whole}${fraction}`.replace(/^0+/, '');
  const trimmed = digits.replace(/0+$/, '');
  if (trimmed === '') return '0';
  const power = Number(exponent) - fraction.length + digits.length - trimmed.length;
  return `${trimmed}e${power}`;
}
