import type { Evidence } from './evidence.js';
import type { Invariant, InvariantName } from './invariant.js';
import { effectsAreOnce } from './invariants/effects.js';
import { eventsAreInOrder, eventsAreTrue, ordersAreTold } from './invariants/events.js';
import { programsLive, refusalsAreDocumented } from './invariants/programs.js';
import { itRecovers } from './invariants/recovery.js';
import { answersAreTrue, ordersAreAskedFor } from './invariants/requests.js';
import { stockAddsUp } from './invariants/stock.js';

export const INVARIANTS: readonly Invariant[] = [
  answersAreTrue,
  ordersAreAskedFor,
  ordersAreTold,
  eventsAreTrue,
  eventsAreInOrder,
  stockAddsUp,
  effectsAreOnce,
  programsLive,
  refusalsAreDocumented,
  itRecovers,
];

export type Verdict = Readonly<Record<InvariantName, readonly string[]>>;

/** @returns for each invariant what contradicts it */
export function check(evidence: Evidence): Verdict {
  return Object.fromEntries(INVARIANTS.map(({ name, violations }) => [name, violations(evidence)])) as unknown as Verdict;
}
