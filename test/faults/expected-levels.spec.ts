import { expect, it } from '@jest/globals';
import type { Movement } from '../../faults/check/evidence.js';
import { expectedLevels } from '../../faults/check/invariants/expected-levels.js';

type Booked = readonly [kind: string, onHandChange: number, heldChange: number, order: string | null];

/** Of one product with empty shelves. */
function after(...booked: readonly Booked[]): string[] {
  let [onHand, held] = [0, 0];
  const movements = booked.map(([kind, onHandChange, heldChange, order], index): Movement => {
    onHand += onHandChange;
    held += heldChange;
    const ofOrder = { order_id: order, order_sequence: order === null ? null : 1 };
    const change = { on_hand_change: onHandChange, held_change: heldChange, on_hand: onHand, held };
    return { sku: 'CUP', number: index + 1, kind, ...ofOrder, ...change, reason: null };
  });
  return expectedLevels(movements).map(({ subject, on_hand, held: promised, change = 0 }) => {
    return `${subject.replace('inventory.stock_', '')} ${change}: ${on_hand} ${promised}`;
  });
}

it('tells what was delivered, that nothing is left, and that there is something again', () => {
  expect(after(['adjust', 3, 0, null], ['hold', 0, 3, 'a'], ['release', 0, -1, 'b'])).toEqual([
    'adjusted 3: 3 0',
    'out 0: 3 3',
    'back 0: 3 2',
  ]);
});

it('tells nothing of sales but that nothing is left, and of the first delivery not that it is back', () => {
  expect(after(['adjust', 3, 0, null], ['hold', 0, 2, 'a'], ['commit', -2, -2, 'b'])).toEqual(['adjusted 3: 3 0']);
});

it('tells one change of an order as a whole, in which goods come back that nobody may have', () => {
  expect(after(['adjust', 2, 0, null], ['hold', 0, 2, 'a'], ['release', 0, -2, 'b'], ['write_off', -2, 0, 'b'])).toEqual([
    'adjusted 2: 2 0',
    'out 0: 2 2',
    'adjusted -2: 0 0',
  ]);
});
