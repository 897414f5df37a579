import type { Case, OrderAccount, Units } from './rules/account.js';
import { adviceOn } from './rules/advice.js';
import { differencesOf } from './rules/differences.js';
import { planRepair, type RepairRow } from './rules/plan-repair.js';
import type { Repaired } from './repair.js';

/** A finding for machines. `repair` is what `--repair` would write, `null` when nothing can be written. */
export function presentCase(found: Case) {
  const { account, unlike, holders } = found;
  const { counters, ledger } = account;
  const plan = planRepair(found);
  return {
    sku: account.sku,
    counters: counters ? { ...units(counters), last_movement: counters.lastMovement } : null,
    ledger: {
      ...units(ledger.sum),
      newest: units(ledger.newest),
      movements: ledger.movements,
      last_number: ledger.lastNumber,
      broken_steps: ledger.brokenSteps,
    },
    orders: { held: account.held, holders: account.holders, unlike: account.unlike },
    differences: differencesOf(account),
    orders_unlike: unlike.map(presentOrder),
    orders_holding: holders.map(presentOrder),
    repair: plan
      ? { held: plan.after.held, last_movement: plan.after.lastMovement, movements: plan.rows.map(presentRow), more: plan.more }
      : null,
    advice: adviceOn(found),
  };
}

export function presentRepaired({ sku, outcome, rows, held, advice }: Repaired) {
  return { sku, outcome, held: held ?? null, movements: rows.map(presentRow), advice };
}

function presentRow({ number, onHandChange, heldChange, onHand, held, orderId, reason }: RepairRow) {
  return { number, on_hand_change: onHandChange, held_change: heldChange, on_hand: onHand, held, order_id: orderId, reason };
}

function presentOrder({ orderId, status, held, ledgerHeld }: OrderAccount) {
  return { order_id: orderId, status, held, ledger_held: ledgerHeld };
}

function units({ onHand, held }: Units) {
  return { on_hand: onHand, held };
}
