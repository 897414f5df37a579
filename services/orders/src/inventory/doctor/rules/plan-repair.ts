import type { StockLevel } from '../../rules/stock.js';
import { LIMITS, type Case, type Gap, type OrderAccount, type Units } from './account.js';

/** A movement of kind `repair` that is to be written. */
export interface RepairRow extends Units {
  readonly number: number;
  readonly onHandChange: number;
  readonly heldChange: number;
  readonly orderId: string | null;
  readonly reason: string;
}

/** What makes the accounts of a SKU agree. `onHand` of the counter is never among it: docs/decisions/0020 tells why. */
export interface Repair {
  readonly before: StockLevel;
  /** The counters afterwards. */
  readonly after: StockLevel;
  readonly rows: readonly RepairRow[];
  /** What the ledger had wrong about the units on hand, which those who follow the events were not told. */
  readonly onHandChange: number;
  /** Whether other orders are left for a further round. */
  readonly more: boolean;
}

type Change = Omit<RepairRow, 'number' | 'onHand' | 'held'>;

/** @returns undefined where no movement can help: `adviceOn` says what a person has to do */
export function planRepair({ account, unlike, gaps }: Case): Repair | undefined {
  const { counters, ledger } = account;
  if (!counters || ledger.missing > LIMITS.missing) return undefined;
  const lost = counters.lastMovement - ledger.lastNumber;
  // A number far beyond all movements is no sign of lost ones: the ledger says where to go on.
  const tail = lost > 0 && lost <= LIMITS.missing;
  const last = tail ? counters.lastMovement : ledger.lastNumber;
  const end = { first: ledger.lastNumber + 1, last, from: ledger.newest, to: counters };
  const waiting = [...unlike];
  const found = (tail ? [...gaps, end] : gaps).flatMap((gap) => fill(gap, waiting));
  const sum = add(ledger.sum, ...found);
  const held = heldAfter(counters, account.held);
  const appended = follow(appendedChanges(sum, { onHand: counters.onHand, held }, waiting, ledger.brokenSteps), sum, last);
  return {
    before: counters,
    after: { ...counters, held, lastMovement: last + appended.length },
    rows: [...found, ...appended],
    onHandChange: counters.onHand - sum.onHand,
    more: account.unlike > unlike.length,
  };
}

/** What orders hold, as far as the goods go: the constraint of the table allows no more where there are no backorders. */
function heldAfter({ onHand, allowBackorder }: StockLevel, held: number): number {
  return allowBackorder ? held : Math.min(held, onHand);
}

/**
 * The lost movements of a gap, of which only the sum is known: the first carries it. Where it is what an order's holds lack,
 * it was that order's, which is then taken from `waiting`.
 */
function fill({ first, last, from, to }: Gap, waiting: OrderAccount[]): RepairRow[] {
  const onHandChange = to.onHand - from.onHand;
  const heldChange = to.held - from.held;
  const index = heldChange === 0 ? -1 : waiting.findIndex((order) => lackOf(order) === heldChange);
  const [owner] = index < 0 ? [] : waiting.splice(index, 1);
  const reason = 'repair: the movement of this number was missing';
  return Array.from({ length: last - first + 1 }, (_, place) => ({
    number: first + place,
    onHandChange: place === 0 ? onHandChange : 0,
    heldChange: place === 0 ? heldChange : 0,
    onHand: to.onHand,
    held: to.held,
    orderId: place === 0 ? (owner?.orderId ?? null) : null,
    reason,
  }));
}

/** What is held first, then what is let go, so that no level in between falls below zero. */
function appendedChanges(sum: Units, target: Units, waiting: readonly OrderAccount[], brokenSteps: number): Change[] {
  const ofOrders = waiting.map((order) => ({
    onHandChange: 0,
    heldChange: lackOf(order),
    orderId: order.orderId,
    reason: `repair: the order holds ${order.held}, its movements said ${order.ledgerHeld}`,
  }));
  const rest = {
    onHandChange: target.onHand - sum.onHand,
    heldChange: target.held - add(sum, ...ofOrders).held,
    orderId: null,
    reason: `repair: the movements said ${sum.onHand} on hand and ${sum.held} held`,
  };
  const moves = rest.onHandChange !== 0 || rest.heldChange !== 0;
  const settles = ofOrders.length === 0 && brokenSteps > 0;
  return [...ofOrders, ...(moves || settles ? [rest] : [])].toSorted((a, b) => b.heldChange - a.heldChange);
}

/** Numbers them, and counts their levels from what the whole ledger adds up to. */
function follow(changes: readonly Change[], sum: Units, last: number): RepairRow[] {
  let level = sum;
  return changes.map((change, index) => {
    level = add(level, change);
    return { ...change, ...level, number: last + 1 + index };
  });
}

function lackOf({ held, ledgerHeld }: OrderAccount): number {
  return held - ledgerHeld;
}

function add({ onHand, held }: Units, ...changes: readonly Pick<Change, 'onHandChange' | 'heldChange'>[]): Units {
  return changes.reduce(
    (sum, { onHandChange, heldChange }) => ({ onHand: sum.onHand + onHandChange, held: sum.held + heldChange }),
    { onHand, held },
  );
}
