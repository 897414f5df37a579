import type { Account, Case, OrderAccount } from './rules/account.js';
import { adviceOn } from './rules/advice.js';
import { differencesOf } from './rules/differences.js';
import { planRepair, type RepairRow } from './rules/plan-repair.js';

const SHOWN = 10;

/** A finding for a person: what each source says, what is wrong with that, the orders behind it. */
export function describeCase(found: Case): string {
  const { account } = found;
  return [
    account.sku,
    ...tableOf(account),
    ...differencesOf(account).map(({ says }) => `  - ${says}`),
    ...describeOrders(found),
    ...adviceOn(found).map((text) => `  ! ${text}`),
  ].join('\n');
}

/** What a repair would write, in full; empty when there is nothing that it could. */
export function describePlan(found: Case): string[] {
  const plan = planRepair(found);
  if (!plan) return [];
  const { before, after, rows, more } = plan;
  return [
    ...rows.map((row) => `  would write ${describeRow(row)}`),
    ...(before.held === after.held ? [] : [`  would set held from ${before.held} to ${after.held}`]),
    ...(after.lastMovement < before.lastMovement
      ? [`  would set the last movement from ${before.lastMovement} to ${after.lastMovement}`]
      : []),
    ...(more ? ['  would write more of this kind for the other orders'] : []),
  ];
}

export function describeRow({ number, onHandChange, heldChange, onHand, held, orderId, reason }: RepairRow): string {
  const order = orderId === null ? '' : `, order ${orderId}`;
  const levels = `on hand ${signed(onHandChange)} = ${onHand}, held ${signed(heldChange)} = ${held}`;
  return `movement ${number}: ${levels}${order} (${reason})`;
}

function tableOf({ counters, ledger, held }: Account): string[] {
  const lines = [
    ['', 'counter', 'ledger', 'newest movement', 'orders'],
    ['on hand', counters?.onHand, ledger.sum.onHand, ledger.newest.onHand, undefined],
    ['held', counters?.held, ledger.sum.held, ledger.newest.held, held],
    ['movements', counters?.lastMovement, ledger.movements, ledger.lastNumber, undefined],
  ];
  return lines.map(([name, ...cells]) => {
    const columns = cells.map((cell) => String(cell ?? '-').padStart(17));
    return `  ${String(name).padEnd(10)}${columns.join('')}`;
  });
}

/** The orders whose holds are booked wrongly; where none is, and `held` is off, those that hold. */
function describeOrders({ account, unlike, holders }: Case): string[] {
  const heldIsOff = account.counters?.held !== account.held || account.ledger.sum.held !== account.held;
  const [orders, total] = unlike.length > 0 ? [unlike, account.unlike] : heldIsOff ? [holders, account.holders] : [[], 0];
  const shown = orders.slice(0, SHOWN);
  return [...shown.map(describeOrder), ...(total > shown.length ? [`    and ${total - shown.length} more`] : [])];
}

function describeOrder({ orderId, status, held, ledgerHeld }: OrderAccount): string {
  return `    order ${orderId} (${status ?? 'gone'}) holds ${held}, its movements say ${ledgerHeld}`;
}

function signed(change: number): string {
  return change > 0 ? `+${change}` : String(change);
}
