import type { Evidence, Movement } from '../evidence.js';
import { groupBy, type Invariant } from '../invariant.js';

export const stockAddsUp: Invariant = {
  name: 'I6',
  about: '0 ≤ held ≤ on hand at all times; holds add up to held, and movements to what is there',
  violations: (evidence) => {
    const perSku = groupBy(evidence.movements, ({ sku }) => sku);
    return [...evidence.movements.flatMap(unsound), ...evidence.stock.flatMap((stock) => contradictions(stock, perSku))];
  },
};

/** Each movement notes the levels after it, so that the ledger tells of every moment. */
function unsound({ sku, number, on_hand: onHand, held }: Movement): string[] {
  if (onHand >= 0 && held >= 0 && held <= onHand) return [];
  return [`movement ${number} of ${sku} left ${onHand} on hand and ${held} held`];
}

function contradictions(stock: Evidence['stock'][number], perSku: ReadonlyMap<string, readonly Movement[]>): string[] {
  const { sku, on_hand: onHand, held, promised } = stock;
  const movements = perSku.get(sku) ?? [];
  const sum = (amountOf: (movement: Movement) => number): number => movements.reduce((total, one) => total + amountOf(one), 0);
  const booked = { onHand: sum((one) => one.on_hand_change), held: sum((one) => one.held_change) };
  const broken = movements.filter((one, index) => one.number !== index + 1);
  return [
    ...(held < 0 || held > onHand ? [`${sku}: ${held} held of ${onHand} on hand`] : []),
    ...(held === promised ? [] : [`${sku}: ${held} held, but orders hold ${promised}`]),
    ...(booked.onHand === onHand ? [] : [`${sku}: ${onHand} on hand, but the movements add up to ${booked.onHand}`]),
    ...(booked.held === held ? [] : [`${sku}: ${held} held, but the movements add up to ${booked.held}`]),
    ...(broken.length > 0 ? [`${sku}: movement ${broken[0]?.number} is not where it should be`] : []),
  ];
}
