import type { Intention, Outcome } from '../../load/history.js';
import type { Evidence, Movement } from '../evidence.js';
import { groupBy } from '../invariant.js';
import { bodyOf, requestsByKey } from './asked.js';

const isAdjustment = ({ kind }: Pick<Intention, 'kind'>): boolean => kind === 'adjust' || kind === 'count';

/** Adjustments are booked once, as they were asked for, under the number that was answered. */
export function wrongAdjustments(evidence: Evidence, done: readonly Outcome[]): string[] {
  const answers = new Map(done.map((outcome) => [outcome.key, outcome]));
  const booked = groupBy(evidence.movements, ({ reason }) => reason);
  return [...requestsByKey(evidence).values()].filter(isAdjustment).flatMap((request) => {
    const movements = booked.get(request.key) ?? [];
    return [
      ...contradictions(request.key, movements, answers.get(request.key)),
      ...movements
        .filter((movement) => !isAsAsked(movement, request))
        .map(({ sku, on_hand_change: change }) => `the adjustment ${request.key} did not ask for ${change} of ${sku}`),
    ];
  });
}

/** A count that agrees with what is there is answered without a movement. */
function contradictions(key: string, movements: readonly Movement[], answer?: Outcome): string[] {
  const due = answer && (answer.movement === null ? 0 : 1);
  const isRight = due === undefined ? movements.length <= 1 : movements.length === due;
  if (!isRight) return [`the adjustment ${key} was ${answer ? 'answered and ' : ''}booked ${movements.length} times`];
  const [movement] = movements;
  if (!answer || !movement || movement.number === answer.movement) return [];
  return [`the adjustment ${key} was answered as movement ${answer.movement}, and is ${movement.number}`];
}

function isAsAsked({ sku, kind, ...movement }: Movement, request: Intention): boolean {
  const { change, on_hand: counted } = bodyOf(request);
  const isAmount = change === undefined ? movement.on_hand === counted : movement.on_hand_change === change;
  return kind === 'adjust' && request.path === `/products/${sku}/stock` && isAmount && movement.held_change === 0;
}

/** The first movement of a product is what it was created with. */
export function unaskedAdjustments(evidence: Evidence): string[] {
  const requests = requestsByKey(evidence);
  const asked = new Set([...requests.values()].filter(isAdjustment).map(({ key }) => key));
  return evidence.movements
    .filter(({ kind, number, reason }) => kind === 'adjust' && number > 1 && !asked.has(reason ?? ''))
    .map(({ sku, number }) => `nobody asked for movement ${number} of ${sku}`);
}
