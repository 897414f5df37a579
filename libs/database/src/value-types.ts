import { parseJson } from '#libs/kernel';

/** As PostgreSQL writes moments to sessions in UTC, such as those of the service. */
const IN_UTC = /^\d{4}-\S+ \S+\+00$/;

/**
 * How values cross the wire, for tagged templates and Drizzle alike (see orm.ts for why they can share this).
 *
 * - bigint both ways, so money in minor units is never a float.
 * - json and jsonb: a string is taken as ready JSON text, anything else is serialized. Drizzle and the outbox hand
 *   over text; the driver's own rule would encode it a second time and store a JSON string.
 * - timestamptz: a Date out; a Date or RFC 3339 text in, text untouched. What comes out is made ISO 8601 first: what is not,
 *   V8 reads in ways of its own, the year 0049 as 2049.
 * - Arrays of bigint, boolean or Date need `sql.array(values)`: given bare, the driver declares them as one element.
 * - date and timestamp have no zone, so they stay text instead of becoming a moment in this machine's zone.
 */
export const VALUE_TYPES = {
  bigint: {
    to: 20,
    from: [20],
    serialize: (value: bigint) => String(value),
    parse: (text: string) => BigInt(text),
  },
  json: {
    to: 3802,
    from: [114, 3802],
    serialize: (value: unknown) => (typeof value === 'string' ? value : JSON.stringify(value)),
    parse: (text: string): unknown => parseJson(text),
  },
  date: {
    to: 1184,
    from: [1184],
    serialize: (value: Date | string) => (value instanceof Date ? value.toISOString() : value),
    parse: (text: string) => new Date(IN_UTC.test(text) ? `${text.slice(0, -3).replace(' ', 'T')}Z` : text),
  },
  zoneless: {
    to: 1082,
    from: [1082, 1114],
    serialize: (value: string) => value,
    parse: (text: string) => text,
  },
};

/** What a template's `${}` takes beyond the driver's own types; objects go through `sql.json(value)`. */
export type ValueTypes = { bigint: bigint };
