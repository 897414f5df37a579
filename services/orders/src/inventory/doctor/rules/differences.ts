import type { Account } from './account.js';

export type DifferenceKind =
  | 'no_stock'
  | 'on_hand_in_ledger'
  | 'held_in_ledger'
  | 'held_by_orders'
  | 'holds_of_orders'
  | 'movement_numbers'
  | 'newest_level'
  | 'movement_steps';

export interface Difference {
  readonly kind: DifferenceKind;
  /** What is wrong, for a person. */
  readonly says: string;
  /** By how many units, orders or movements. */
  readonly difference: number;
}

/** Everything in which the three accounts of a SKU disagree; empty when they agree. */
export function differencesOf(account: Account): Difference[] {
  const { counters, ledger, held, holders, liveOrders, unlike } = account;
  const unheld = `${many(unlike, 'order does', 'orders do')} not hold what the movements say`;
  const holds = unlike === 0 ? [] : [difference('holds_of_orders', unlike, unheld)];
  if (!counters) {
    const what = liveOrders === 0 ? 'movements of orders' : `stocked lines in ${liveOrders} orders that are not over`;
    return [difference('no_stock', liveOrders, `there are ${what}, but no stock row`), ...holds];
  }
  const { sum, newest, lastNumber, missing, brokenSteps } = ledger;
  const counted = `the counter says ${counters.held} held`;
  const numbered = `the last movement is ${counters.lastMovement}, the ledger has ${ledger.movements} up to ${lastNumber}`;
  const level = `${newest.onHand} on hand and ${newest.held} held`;
  const broken = many(brokenSteps, 'movement does', 'movements do');
  const found = [
    difference(
      'on_hand_in_ledger',
      sum.onHand - counters.onHand,
      `the counter says ${counters.onHand} on hand, the ledger adds up to ${sum.onHand}`,
    ),
    difference('held_in_ledger', sum.held - counters.held, `${counted}, the ledger adds up to ${sum.held}`),
    difference('held_by_orders', held - counters.held, `${counted}, ${many(holders, 'order holds', 'orders hold')} ${held}`),
    difference('movement_numbers', missing || lastNumber - counters.lastMovement, numbered),
    difference('movement_steps', brokenSteps, `${broken} not follow from the one before`),
    difference('newest_level', distance(newest, counters), `the newest movement left ${level}`),
  ];
  return [...found.filter((one) => one.difference !== 0), ...holds];
}

function difference(kind: DifferenceKind, by: number, says: string): Difference {
  return { kind, says, difference: by };
}

function many(count: number, one: string, more: string): string {
  return `${count} ${count === 1 ? one : more}`;
}

function distance(a: Account['ledger']['newest'], b: Account['ledger']['newest']): number {
  return Math.abs(a.onHand - b.onHand) + Math.abs(a.held - b.held);
}
