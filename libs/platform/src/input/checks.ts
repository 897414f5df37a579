import { countContainers, isUuid } from '#libs/kernel';
import type { Check } from './fields.js';

// C0 and C1 controls except tab, line feed and carriage return.

const CONTROLS = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f]/;

/** A combining run longer than any script writes is an attack on whoever displays it. */
const PILED_MARKS = /\p{M}{9}/u;

/** What would begin a new line, or a new column, wherever the text is shown; a name with one could pose as a line of ours. */
const BREAKS = /[\t\n\r\u2028\u2029]/;

export interface TextForm {
  readonly pattern?: RegExp;
  /** Whether it may have several lines. */
  readonly lines?: boolean;
}

/** Text with something to read in it, at most `max` code points long. */
export const isText =
  (max: number, { pattern, lines = false }: TextForm = {}): Check =>
    (value) => {
      if (typeof value !== 'string') return 'must be a string';
      if (value.length > max && [...value].length > max) return `must have at most ${max} characters`;
      if (value.trim() === '') return 'must not be empty';
      if (CONTROLS.test(value)) return 'must not hold control characters';
      if (!lines && BREAKS.test(value)) return 'must be a single line';
      if (PILED_MARKS.test(value)) return 'must not pile up combining marks';
      if (pattern && !pattern.test(value)) return `must match ${pattern.source}`;
      return undefined;
    };

export const isUuidText: Check = (value) =>
  isUuid(value) ? undefined : 'must be a UUID such as 550e8400-e29b-41d4-a716-446655440000';

/** A whole JSON number within the bounds; `"5"`, `true` and `1.5` are none. */
export const isInteger =
  (min: number, max: number): Check =>
    (value) =>
      typeof value === 'number' && Number.isInteger(value) && value >= min && value <= max
        ? undefined
        : `must be a whole number from ${min} to ${max}`;

/** A JSON number that can be an amount; how many decimals it may have depends on the currency and is the rule's business. */
export const isAmount: Check = (value) =>
  typeof value === 'number' && Number.isFinite(value) && value >= 0 ? undefined : 'must be a number, not negative';

export const isFlag: Check = (value) => (typeof value === 'boolean' ? undefined : 'must be true or false');

export const isChoice = (choices: readonly string[], parse?: (word: string) => unknown): Check => {
  const known = parse ?? ((word: string) => (choices.includes(word) ? word : undefined));
  return (value) =>
    typeof value === 'string' && known(value) !== undefined ? undefined : `must be one of: ${choices.join(', ')}`;
};

const RFC_3339 = /^(\d{4})-(\d{2})-(\d{2})[Tt](\d{2}):(\d{2}):(\d{2})(?:\.\d{1,9})?(?:[Zz]|[+-](?:[01]\d|2[0-3]):[0-5]\d)$/;

/**
 * A time of RFC 3339 with its zone, on a day that exists, in the years 1 to 9999 of UTC. PostgreSQL would also take
 * `now`, `infinity` and times without a zone.
 */
export const isInstant: Check = (value) => {
  const message = 'must be a time of RFC 3339 with a zone, such as 2026-11-21T12:00:00Z';
  const [, year, month, day, hour] = (typeof value === 'string' && RFC_3339.exec(value)) || [];
  if (year === undefined || Number(hour) > 23) return message;
  const date = new Date(Date.UTC(Number(year), Number(month) - 1, Number(day)));
  if (Number(year) < 100) date.setUTCFullYear(Number(year));
  const exists = date.getUTCMonth() === Number(month) - 1 && date.getUTCDate() === Number(day);
  const time = Date.parse(value as string);
  const utcYear = new Date(time).getUTCFullYear();
  return exists && Number.isFinite(time) && utcYear >= 1 && utcYear <= 9999 ? undefined : message;
};

/** A day of the calendar, as in RFC 3339: `2026-11-21`. */
export const isDay: Check = (value) =>
  typeof value === 'string' && /^\d{4}-\d{2}-\d{2}$/.test(value) && isInstant(`${value}T00:00:00Z`) === undefined
    ? undefined
    : 'must be a day such as 2026-11-21';

export interface JsonLimits {
  readonly maxBytes: number;
  readonly maxDepth: number;
  /** Objects and arrays. */
  readonly maxContainers: number;
}

/** An object of any JSON, within limits. */
export const isFreeJson =
  ({ maxBytes, maxDepth, maxContainers }: JsonLimits): Check =>
    (value) => {
      if (typeof value !== 'object' || value === null || Array.isArray(value)) return 'must be an object';
      if (depthOf(value) > maxDepth) return `must not be nested deeper than ${maxDepth} levels`;
      if (Buffer.byteLength(JSON.stringify(value)) > maxBytes) return `must not be larger than ${maxBytes} bytes`;
      if (countContainers(value) > maxContainers) return `must not hold more than ${maxContainers} objects and arrays`;
      return undefined;
    };

function depthOf(value: unknown): number {
  if (typeof value !== 'object' || value === null) return 0;
  return 1 + Object.values(value).reduce<number>((deepest, part) => Math.max(deepest, depthOf(part)), 0);
}

/** What a query parameter of a check for numbers holds: decimal digits and nothing else. */
export const isDigits =
  (min: number, max: number): Check =>
    (value) =>
      typeof value === 'string' && /^\d{1,15}$/.test(value) && Number(value) >= min && Number(value) <= max
        ? undefined
        : `must be a whole number from ${min} to ${max}`;

export const isDecimal: Check = (value) =>
  typeof value === 'string' && /^\d{1,13}(\.\d{1,4})?$/.test(value) ? undefined : 'must be a decimal number, not negative';

export const isFlagWord: Check = (value) => (value === 'true' || value === 'false' ? undefined : 'must be true or false');
