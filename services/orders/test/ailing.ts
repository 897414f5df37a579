import type { OrderBody } from '../src/orders/order.presenter.js';
import { doctor } from '../src/inventory/doctor/doctor.js';
import type { Repaired } from '../src/inventory/doctor/repair.js';
import type { Case } from '../src/inventory/doctor/rules/account.js';
import { differencesOf } from '../src/inventory/doctor/rules/differences.js';
import { anOrderBody } from './order-body.js';
import type { RunningService } from './service.js';
import { aProduct, type GivenStock } from './stock.js';

export interface Patient {
  readonly sku: string;
  /** Places an order of so many units. */
  order(qty: number): Promise<OrderBody>;
  /** What the doctor finds, as `kind difference`. */
  findings(): Promise<string[]>;
  /** The whole finding. @throws Error when there is none */
  found(): Promise<Case>;
  repair(): Promise<Repaired[]>;
  /** All movements, oldest first, as `number kind on_hand_change held_change = on_hand held`. */
  ledger(): Promise<string[]>;
}

/** A product of its own, for a test that makes its accounts disagree by SQL. */
export async function patient(service: RunningService, given?: GivenStock): Promise<Patient> {
  const sku = await aProduct(service.db, given);
  const treat = async (repairs: boolean) => {
    const found: Case[] = [];
    const repaired: Repaired[] = [];
    await doctor(service.db, {
      sku,
      repairs,
      report: { found: (one) => found.push(one), repaired: (one) => repaired.push(one), end: () => undefined },
    });
    return { found, repaired };
  };
  return {
    sku,
    order: (qty) => service.place(anOrderBody({ status: 'placed', items: [{ sku, qty, price: 5 }] })),
    findings: async () => {
      const { found } = await treat(false);
      return found.flatMap(({ account }) => differencesOf(account).map((one) => `${one.kind} ${one.difference}`));
    },
    found: async () => {
      const [one] = (await treat(false)).found;
      if (!one) throw new Error(`the doctor finds nothing about ${sku}`);
      return one;
    },
    repair: async () => (await treat(true)).repaired,
    ledger: async () => {
      const rows = await service.db.sql<{ row: string }[]>`
        select format('%s %s %s %s = %s %s', number, kind, on_hand_change, held_change, on_hand, held) as row
        from stock_movements where sku = ${sku} order by number`;
      return rows.map(({ row }) => row);
    },
  };
}
