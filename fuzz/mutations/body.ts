import fc from 'fast-check';
import { pathsIn, replaceAt, Spelling } from '../requests/json.js';
import { at, mutating, places, type Mutation } from './mutation.js';
import { badValues } from './values.js';

/** Changes one part of the body, chosen by its place. */
const changing = <T>(values: fc.Arbitrary<T>, change: (value: T, part: unknown) => unknown): fc.Arbitrary<Mutation> =>
  mutating(fc.tuple(places, values), ([place, value], { body }) => {
    const path = at(pathsIn(body), place) ?? [];
    return { body: replaceAt(body, path, (part) => change(value, part)) };
  });

const isObject = (part: unknown): part is object => typeof part === 'object' && part !== null && !Array.isArray(part);

const names = fc.constantFrom(
  '__proto__', 'constructor', 'toString', 'id', 'total_amount', 'version', 'status', 'discount', '', 'a\0', 'items',
  'metadata', '🧩',
);

const nested = (levels: number) => (part: unknown) => Array.from({ length: levels }).reduce<unknown>((inner) => [inner], part);

/** What is wrong with the values in a body. */
export const bodyMutations: fc.Arbitrary<Mutation> = fc.oneof(
  { weight: 8, arbitrary: changing(badValues, (value) => value) },
  { weight: 2, arbitrary: changing(fc.constant(undefined), (_, part) => (part === undefined ? null : undefined)) },
  {
    weight: 3,
    arbitrary: changing(fc.tuple(names, badValues), ([name, value], part) =>
      (isObject(part) ? { ...part, [name]: value } : value)),
  },
  { weight: 1, arbitrary: changing(fc.constantFrom(1, 2, 15, 16, 33, 500), (levels, part) => nested(levels)(part)) },
  {
    weight: 1,
    arbitrary: changing(fc.constantFrom(2, 101, 501), (times, part) =>
      (Array.isArray(part) ? Array(times).fill(part[0]) : [part, part])),
  },
  {
    weight: 1,
    arbitrary: changing(fc.constant(0), (_, part) => (typeof part === 'number' ? new Spelling(`"${part}"`) : [part])),
  },
);
