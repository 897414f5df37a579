import { describe, expect, it } from '@jest/globals';
import type { StockLevel } from '../../rules/stock.js';
import type { Account, Case, LedgerAccount, OrderAccount } from './account.js';
import { differencesOf } from './differences.js';
import { planRepair } from './plan-repair.js';

interface Given {
  readonly counters?: Partial<StockLevel>;
  readonly ledger?: Partial<LedgerAccount>;
  readonly orders?: Partial<Account>;
  readonly unlike?: readonly OrderAccount[];
}

/** Ten on hand and three held by one order, in two movements; what is given disagrees with that. */
function aCase({ counters, ledger, orders, unlike = [] }: Given = {}): Case {
  const level = { onHand: 10, held: 3 };
  const product = { sku: 'BEAN', productId: '019a9f3e-7c00-7d21-8a4b-5c6d7e8f9011', tracked: true, archived: false };
  const settings = { allowBackorder: false, lowStockThreshold: null, levelSequence: 1 };
  const account: Account = {
    sku: 'BEAN',
    counters: { ...product, ...settings, ...level, lastMovement: 2, ...counters },
    ledger: { sum: level, newest: level, movements: 2, lastNumber: 2, missing: 0, brokenSteps: 0, ...ledger },
    ...{ held: 3, holders: 1, liveOrders: 1, unlike: unlike.length, ...orders },
  };
  return { account, unlike, holders: [], gaps: [] };
}

function anOrder(orderId: string, held: number, ledgerHeld: number): OrderAccount {
  return { orderId, status: 'placed', held, ledgerHeld };
}

describe('a plan', () => {
  it('of accounts that agree changes nothing', () => {
    expect(differencesOf(aCase().account)).toEqual([]);
    const plan = planRepair(aCase());
    expect(plan).toMatchObject({ rows: [], onHandChange: 0, more: false });
    expect(plan?.after).toEqual(plan?.before);
  });

  it('holds first and lets go then, so that no level falls below zero in between', () => {
    const plan = planRepair(aCase({ unlike: [anOrder('a', 0, 3), anOrder('b', 3, 0)] }));
    expect(plan?.rows).toMatchObject([
      { number: 3, orderId: 'b', heldChange: 3, held: 6 },
      { number: 4, orderId: 'a', heldChange: -3, held: 3 },
    ]);
  });

  it('books the units that it cannot give an order in a row of its own', () => {
    const plan = planRepair(aCase({ ledger: { sum: { onHand: 8, held: 1 } }, unlike: [anOrder('a', 3, 2)] }));
    expect(plan?.rows).toMatchObject([
      { orderId: 'a', onHandChange: 0, heldChange: 1 },
      { orderId: null, onHandChange: 2, heldChange: 1, onHand: 10, held: 3 },
    ]);
    expect(plan?.onHandChange).toBe(2);
  });

  it('believes the ledger about numbers where the counter is far beyond it', () => {
    const plan = planRepair(aCase({ counters: { lastMovement: 1_000_000 } }));
    expect(plan).toMatchObject({ rows: [], after: { lastMovement: 2 } });
  });

  it('is none where too many movements are missing, or the stock row is', () => {
    expect(planRepair(aCase({ ledger: { missing: 1_001 } }))).toBeUndefined();
    const { account, ...rest } = aCase();
    expect(planRepair({ ...rest, account: { ...account, counters: undefined } })).toBeUndefined();
  });

  it('holds no more than there is, unless backorders are allowed', () => {
    expect(planRepair(aCase({ orders: { held: 12 } }))?.after.held).toBe(10);
    expect(planRepair(aCase({ orders: { held: 12 }, counters: { allowBackorder: true } }))?.after.held).toBe(12);
  });
});
