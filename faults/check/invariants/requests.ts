import { isDone, isFinal, type Intention, type Outcome } from '../../load/history.js';
import type { Evidence, Step } from '../evidence.js';
import { groupBy, type Invariant } from '../invariant.js';
import { unaskedAdjustments, wrongAdjustments } from './adjustments.js';
import { intentionsOf, ordersAsked, requestsByKey } from './asked.js';
import { lostNotes, missingSteps, otherThanAsked, repeatedChanges, stepsOfOthers } from './changes.js';
import { doubledOrders, missingOrders, overdueOrders } from './new-orders.js';
import { outcomesOf, refusedAfterwards } from './outcomes.js';

export const answersAreTrue: Invariant = {
  name: 'I1',
  about: 'every answered change exists, once per idempotency key, and every repeat gets the same answer',
  violations: (evidence) => {
    const done = outcomesOf(evidence).filter(isDone);
    return [
      ...missingOrders(evidence, done),
      ...doubledOrders(evidence),
      ...missingSteps(evidence, done),
      ...repeatedChanges(evidence),
      ...stepsOfOthers(evidence, done),
      ...otherThanAsked(evidence, done),
      ...lostNotes(evidence),
      ...wrongAdjustments(evidence, done),
      ...overdueOrders(evidence),
      ...refusedAfterwards(evidence),
      ...differingAnswers(done),
      ...unresolvedIn(evidence).map(({ key, kind }) => `it never became known what came of the request ${key} (${kind})`),
    ];
  },
};

export const ordersAreAskedFor: Invariant = {
  name: 'I2',
  about: 'no order, no change and no adjustment without a request in the history of the client',
  violations: (evidence) => {
    const asked = ordersAsked(evidence);
    const unasked = evidence.orders.filter(({ key }) => key === null || !asked.has(key));
    return [
      ...unasked.map(({ id }) => `nobody asked for order ${id}`),
      ...unaskedSteps(evidence),
      ...unaskedAdjustments(evidence),
    ];
  },
};

/** Requests without an answer that settles them, but for those that were not repeated. */
export function unresolvedIn(evidence: Pick<Evidence, 'history'>): Intention[] {
  const resolved = new Set(outcomesOf(evidence).filter(isFinal).map(({ key }) => key));
  return intentionsOf(evidence).filter(({ key, probe }) => probe === undefined && !resolved.has(key));
}

function differingAnswers(done: readonly Outcome[]): string[] {
  return [...groupBy(done, ({ key }) => key)].flatMap(([key, answers]) => {
    const different = new Set(answers.map(({ answer }) => answer)).size;
    return different > 1 ? [`the request ${key} (${answers[0]?.kind}) got ${different} different answers`] : [];
  });
}

function unaskedSteps(evidence: Evidence): string[] {
  const requests = requestsByKey(evidence);
  const asked = ordersAsked(evidence);
  const names = new Map(evidence.orders.map(({ id, key }) => [id, key ?? '']));
  const isAsked = ({ actor, order_id: id, event_type: type, at }: Step): boolean => {
    const ends = asked.get(names.get(id) ?? '')?.expires_at;
    if (actor === 'expiry') return type === 'order_expired' && ends !== undefined && ends <= at;
    const request = requests.get(actor);
    const creates = request?.kind === 'create' || request?.kind === 'bulk';
    return creates ? type === 'order_created' : request?.path.startsWith(`/orders/${id}`) === true;
  };
  return evidence.journey
    .filter((step) => !isAsked(step))
    .map(({ order_id: id, sequence, event_type: type }) => `nobody asked for step ${sequence} of order ${id}: ${type}`);
}
