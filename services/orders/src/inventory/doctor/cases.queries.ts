import type { Tx } from '#libs/database';
import { LIMITS, type Account, type Case, type Gap, type OrderAccount } from './rules/account.js';

/** Adds the orders and the missing movements behind an account. Read in the account's own transaction. */
export async function caseOf(tx: Tx, account: Account): Promise<Case> {
  const { sku, unlike, holders, ledger } = account;
  return {
    account,
    unlike: unlike === 0 ? [] : await ordersOf(tx, sku, tx`held <> ledger_held`, LIMITS.unlike),
    holders: holders === 0 ? [] : await ordersOf(tx, sku, tx`held > 0`, LIMITS.holders),
    gaps: ledger.missing > 0 && ledger.missing <= LIMITS.missing ? await gapsOf(tx, sku) : [],
  };
}

async function ordersOf(tx: Tx, sku: string, which: ReturnType<Tx>, limit: number): Promise<OrderAccount[]> {
  const rows = await tx<{ order_id: string; status: string | null; held: number; ledger_held: number }[]>`
    with promised as (
      select i.order_id, sum(i.open + i.preparing + i.ready) as units
      from order_items i join orders o on o.id = i.order_id
      where i.sku = ${sku} and i.stocked and o.status <> 'draft' group by i.order_id
    ),
    booked as (
      select order_id, sum(held_change) as units from stock_movements
      where sku = ${sku} and order_id is not null group by order_id
    ),
    held as (
      select order_id, coalesce(p.units, 0)::float8 as held, coalesce(b.units, 0)::float8 as ledger_held
      from promised p full join booked b using (order_id)
    )
    select h.*, o.status from held h left join orders o on o.id = h.order_id
    where ${which} order by h.order_id desc limit ${limit}`;
  return rows.map(({ order_id: orderId, status, held, ledger_held: ledgerHeld }) => ({ orderId, status, held, ledgerHeld }));
}

async function gapsOf(tx: Tx, sku: string): Promise<Gap[]> {
  const rows = await tx<Record<'first' | 'last' | 'from_on_hand' | 'from_held' | 'to_on_hand' | 'to_held', number>[]>`
    with chain as (
      select number, on_hand - on_hand_change as to_on_hand, held - held_change as to_held,
        coalesce(lag(number) over later, 0) as before,
        coalesce(lag(on_hand) over later, 0) as from_on_hand, coalesce(lag(held) over later, 0) as from_held
      from stock_movements where sku = ${sku} window later as (order by number)
    )
    select (before + 1)::float8 as first, (number - 1)::float8 as last, from_on_hand, from_held, to_on_hand, to_held
    from chain where number > before + 1 order by number`;
  return rows.map((row) => ({
    first: row.first,
    last: row.last,
    from: { onHand: row.from_on_hand, held: row.from_held },
    to: { onHand: row.to_on_hand, held: row.to_held },
  }));
}
