import fc from 'fast-check';
import type { Api, Operation } from '../api/api.js';
import type { Draft } from '../requests/draft.js';
import { validRequests } from '../requests/valid.js';
import { methodMutations, pathMutations, queryMutations } from './address.js';
import { bodyMutations } from './body.js';
import { framingMutations, headerMutations } from './headers.js';
import type { Mutation } from './mutation.js';
import { hugeBodies, textMutations } from './text.js';

const MOST_MUTATIONS = 3;

/** Operations that write are where harm can be done, and what is taken away cannot be changed. */
const weightOf = ({ id, method }: Operation): number => (/GET|DELETE/.test(method) || id === 'eraseCustomer' ? 1 : 3);

const ofAny = (api: Api, requestsOf: (operation: Operation) => fc.Arbitrary<Draft>): fc.Arbitrary<Draft> =>
  fc.oneof(...api.operations.map((operation) => ({ weight: weightOf(operation), arbitrary: requestsOf(operation) })));

/** Valid requests to all operations. */
export const anyValid = (api: Api): fc.Arbitrary<Draft> => ofAny(api, (operation) => validRequests(operation, api));

/** Requests to all operations that were valid before one to three things were done to them. */
export const anyMutated = (api: Api): fc.Arbitrary<Draft> =>
  ofAny(api, (operation) =>
    fc.tuple(validRequests(operation, api), fc.array(mutationsOf(operation), { minLength: 1, maxLength: MOST_MUTATIONS }))
      .map(([valid, mutations]) => mutations.reduce((draft, mutate) => mutate(draft), valid)));

function mutationsOf(operation: Operation): fc.Arbitrary<Mutation> {
  const takesBody = operation.body !== undefined;
  return fc.oneof(
    { weight: takesBody ? 60 : 1, arbitrary: bodyMutations },
    { weight: takesBody ? 25 : 1, arbitrary: textMutations },
    { weight: 20, arbitrary: headerMutations },
    { weight: takesBody ? 8 : 40, arbitrary: queryMutations(operation) },
    { weight: 12, arbitrary: pathMutations },
    { weight: 5, arbitrary: methodMutations },
    { weight: 3, arbitrary: framingMutations },
    { weight: takesBody ? 1 : 0, arbitrary: hugeBodies },
  );
}
