import { answeredOrders, isDone, isFinal, type Outcome } from '../../load/history.js';
import type { Evidence, Step } from '../evidence.js';
import { groupBy } from '../invariant.js';

export function outcomesOf({ history }: Pick<Evidence, 'history'>): Outcome[] {
  return history.filter((entry) => entry.entry === 'outcome');
}

export const endOf = ({ startedAt, ms }: Outcome): number => Date.parse(startedAt) + ms;

/**
 * Requests that were refused when what they had asked for was done, and that could be seen: the refused try began after a try
 * of theirs had been answered, or after somebody had been told of the step. A try that comes late after a refusal is allowed.
 */
export function refusedAfterwards(evidence: Evidence): string[] {
  const toldAt = tellingsOf(evidence);
  const steps = groupBy(evidence.journey, ({ actor }) => actor);
  return [...groupBy(outcomesOf(evidence), ({ key }) => key)].flatMap(([key, tries]) => {
    const refusals = tries.filter((one) => isFinal(one) && !isDone(one));
    if (refusals.length === 0) return [];
    const seen = [...tries.filter(isDone).map(endOf), ...(steps.get(key) ?? []).map(toldAt)];
    const refused = refusals.find(({ startedAt }) => Date.parse(startedAt) > Math.min(...seen));
    return refused ? [`the request ${key} (${refused.kind}) was done, and its repeat refused: ${refused.code}`] : [];
  });
}

/**
 * @returns when a step was there for everybody at the latest: an answer showed it or one after it, or a consumer had it. In ms;
 *   infinite when it was not seen
 */
function tellingsOf(evidence: Evidence): (step: Step) => number {
  const answers = outcomesOf(evidence).flatMap((outcome) =>
    answeredOrders(outcome).map(({ id, last_sequence: sequence }) => ({ id, sequence, at: endOf(outcome) })),
  );
  const effects = evidence.effects.map(({ key, sequence, at }) => ({ id: key, sequence, at: Date.parse(at) }));
  const tellings = groupBy([...answers, ...effects], ({ id }) => id);
  return ({ order_id: id, sequence }) => {
    const told = (tellings.get(id) ?? []).filter((telling) => telling.sequence >= sequence);
    return Math.min(...told.map(({ at }) => at));
  };
}
