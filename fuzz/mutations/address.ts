import fc from 'fast-check';
import type { Operation } from '../api/api.js';
import type { Part } from '../requests/draft.js';
import { Known } from '../requests/known.js';
import { at, mutating, places, type Mutation } from './mutation.js';
import { badTexts } from './values.js';

const METHODS = ['GET', 'HEAD', 'OPTIONS', 'POST', 'PUT', 'PATCH', 'DELETE', 'TRACE', 'QUERY', 'FROB', 'get', '', 'CONNECT'];

/** Neither of them is decoded by a client first. */
const RAW = [
  '', '.', '..', '%2e%2e', '..%2f..%2fetc', '%00', '%zz', '%', '%ff', '%C0%80', '%F0%9F%98%80', '%ED%A0%80', ';x=1', '*', '~',
  '%2F', '+', '\\',
  "'%20or%201=1--", '__proto__', 'constructor', 'orders', 'stream', 'statistics', 'bulk', 'x'.repeat(513), 'x'.repeat(3_000),
  '\xfc', '{id}', '#x',
];

/** No byte that ends a request line. */
const encoded = badTexts.map((text) => encodeURIComponent(text.toWellFormed()).slice(0, 4_000));
const segments = fc.oneof(fc.constantFrom(...RAW), encoded);

const onPath = (change: (path: readonly Part[], place: number, segment: string) => readonly Part[]): fc.Arbitrary<Mutation> =>
  mutating(fc.tuple(places, segments), ([place, segment], { path }) => ({
    path: change(path, place % (path.length + 1), segment),
  }));

const quoting = (part: Part | undefined, before: string, after: string): Part =>
  part instanceof Known ? part : `${before}${part ?? ''}${after}`;

export const pathMutations: fc.Arbitrary<Mutation> = fc.oneof(
  { weight: 4, arbitrary: onPath((path, place, segment) => path.toSpliced(place, 1, segment)) },
  { weight: 1, arbitrary: onPath((path, place, segment) => path.toSpliced(place, 0, segment)) },
  { weight: 1, arbitrary: onPath((path, _, segment) => [...path, segment]) },
  { weight: 1, arbitrary: onPath((path, place) => path.toSpliced(place, 1)) },
  { weight: 1, arbitrary: onPath((path, place) => path.toSpliced(place, 1, quoting(path[place], '{', '}'))) },
);

export const methodMutations: fc.Arbitrary<Mutation> = mutating(fc.constantFrom(...METHODS), (method) => ({ method }));

const NO_NAMES = ['unknown', '__proto__', 'constructor', 'limit', 'a[b]', 'status[]', '%00', '%zz', ''];

const NO_VALUES = ['%zz', '%00', '%ff', '+', '', '&&', '=', '%0d%0aX:1', '[]', '\xfc', 'x'.repeat(5_000), 'x'.repeat(15_000)];

/** The parameters of the operation with what does not belong there, twice, and such as are not known. */
export function queryMutations({ parameters }: Operation): fc.Arbitrary<Mutation> {
  const known = parameters.filter((one) => one.in === 'query').map(({ name }) => name);
  const names = fc.constantFrom(...known, ...known, ...NO_NAMES);
  const values = fc.oneof(encoded, encoded, fc.constantFrom(...NO_VALUES));
  return fc.oneof(
    { weight: 3, arbitrary: mutating(fc.tuple(names, values), (pair, { query }) => ({ query: [...query, pair] })) },
    {
      weight: 1,
      arbitrary: mutating(places, (place, { query }) => {
        const repeated = at(query, place);
        return { query: repeated ? [...query, repeated] : [['a', 'b']] };
      }),
    },
  );
}
