/** What one pass over the bytes of a JSON text tells, before anything is parsed. Meaningful only if the text is valid JSON. */
export interface JsonTraits {
  /** Colons outside of strings: one behind every key, and none elsewhere. */
  readonly colons: number;
  /** Objects and arrays. */
  readonly containers: number;
  /** The deepest nesting of objects and arrays; 1 for a plain object. */
  readonly depth: number;
  /** Whether a number has an exponent or more digits than every double brings back (15: IEEE 754, DBL_DIG). */
  readonly longNumber: boolean;
  /** Whether a string has a `\u` escape: the only way to write a NUL, a lone surrogate, or a key in disguise. */
  readonly unicodeEscape: boolean;
  readonly ascii: boolean;
}

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const COLON = 0x3a;
const LETTER_U = 0x75;
const MAX_EXACT_DIGITS = 15;

/** Reads every byte once and keeps nothing, so that it costs about a nanosecond per byte; broken texts are no trouble. */
export function scanJson(bytes: Uint8Array): JsonTraits {
  let colons = 0;
  let containers = 0;
  let depth = 0;
  let deepest = 0;
  let longNumber = false;
  let unicodeEscape = false;
  let seen = 0;
  for (let at = 0; at < bytes.length; at += 1) {
    const byte = bytes[at] as number;
    seen |= byte;
    if (byte === QUOTE) {
      let inside = bytes[++at];
      while (inside !== QUOTE && inside !== undefined) {
        seen |= inside;
        if (inside === BACKSLASH) unicodeEscape = bytes[++at] === LETTER_U || unicodeEscape;
        inside = bytes[++at];
      }
    } else if (byte === COLON) {
      colons += 1;
    } else if (isDigit(byte)) {
      const end = endOfNumber(bytes, at);
      longNumber = longNumber || end - at > MAX_EXACT_DIGITS || hasExponent(bytes, at, end);
      at = end - 1;
    } else if (byte === 0x7b || byte === 0x5b) {
      containers += 1;
      depth += 1;
      if (depth > deepest) deepest = depth;
    } else if (byte === 0x7d || byte === 0x5d) {
      depth -= 1;
    }
  }
  return { colons, containers, depth: deepest, longNumber, unicodeEscape, ascii: seen < 0x80 };
}

function isDigit(byte: number | undefined): boolean {
  return byte !== undefined && byte >= 0x30 && byte <= 0x39;
}

function endOfNumber(bytes: Uint8Array, start: number): number {
  let at = start + 1;
  while (isPartOfNumber(bytes[at])) at += 1;
  return at;
}

/** Digits, point, sign and exponent. */
function isPartOfNumber(byte: number | undefined): boolean {
  return isDigit(byte) || byte === 0x2e || byte === 0x65 || byte === 0x45 || byte === 0x2b || byte === 0x2d;
}

function hasExponent(bytes: Uint8Array, start: number, end: number): boolean {
  for (let at = start + 1; at < end; at += 1) {
    if (((bytes[at] as number) | 0x20) === 0x65) return true;
  }
  return false;
}
