import type { Evidence, Movement } from '../evidence.js';
import { groupBy, type Invariant } from '../invariant.js';

export const stockAddsUp: Invariant = {
  name: 'I6',
  about: '0 ≤ held ≤ on hand at all times; holds add up to held, and movements to what is there',
  violations: (evidence) => {
    const perSku = groupBy(evidence.movements, ({ sku }) => sku);
    return [
      ...evidence.movements.flatMap(unsound),
      ...evidence.stock.flatMap((stock) => contradictions(stock, perSku.get(stock.sku) ?? [])),
      ...[...perSku.values()].flatMap(brokenChain),
    ];
  },
};

/** Each movement notes the levels after it, so that the ledger tells of every moment. */
function unsound({ sku, number, on_hand: onHand, held }: Movement): string[] {
  if (onHand >= 0 && held >= 0 && held <= onHand) return [];
  return [`movement ${number} of ${sku} left ${onHand} on hand and ${held} held`];
}

/** The levels after a movement are those after the one before it, and its change. */
function brokenChain(movements: readonly Movement[]): string[] {
  return movements.flatMap((one, index) => {
    const before = movements[index - 1] ?? { on_hand: 0, held: 0 };
    const follows = one.on_hand === before.on_hand + one.on_hand_change && one.held === before.held + one.held_change;
    if (one.number === index + 1 && follows) return [];
    return [`movement ${one.number} of ${one.sku} does not follow from the one before`];
  });
}

function contradictions(stock: Evidence['stock'][number], movements: readonly Movement[]): string[] {
  const { sku, on_hand: onHand, held, promised, departed } = stock;
  const sum = (amountOf: (movement: Movement) => number): number => movements.reduce((total, one) => total + amountOf(one), 0);
  const booked = { onHand: sum((one) => one.on_hand_change), held: sum((one) => one.held_change) };
  const committed = sum(({ kind, on_hand_change: change }) => (kind === 'commit' ? -change : 0));
  return [
    ...(held < 0 || held > onHand ? [`${sku}: ${held} held of ${onHand} on hand`] : []),
    ...(held === promised ? [] : [`${sku}: ${held} held, but orders hold ${promised}`]),
    ...(committed === departed ? [] : [`${sku}: ${committed} committed, but orders took ${departed}`]),
    ...(booked.onHand === onHand ? [] : [`${sku}: ${onHand} on hand, but the movements add up to ${booked.onHand}`]),
    ...(booked.held === held ? [] : [`${sku}: ${held} held, but the movements add up to ${booked.held}`]),
  ];
}
