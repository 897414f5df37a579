import fc from 'fast-check';
import type { Draft } from '../requests/draft.js';

/** Makes one thing about a request wrong, or at least odd. */
export type Mutation = (draft: Draft) => Draft;

/** The mutations that a value stands for. Their text is of no use to a reader; the request is shown instead. */
export const mutating = <T>(
  values: fc.Arbitrary<T>,
  change: (value: T, draft: Draft) => Partial<Draft>,
): fc.Arbitrary<Mutation> =>
  values.map((value) => (draft) => ({ ...draft, ...change(value, draft) }));

/** Any place in a list of a length that is not known yet. */
export const places = fc.nat({ max: 1_000 });

export const at = <T>(list: readonly T[], place: number): T | undefined => list[place % list.length];
