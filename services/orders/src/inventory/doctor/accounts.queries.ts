import type { Tx } from '#libs/database';
import type { Account } from './rules/account.js';

interface AccountRow {
  readonly sku: string;
  readonly product_id: string | null;
  readonly tracked: boolean;
  readonly on_hand: number;
  readonly held: number;
  readonly allow_backorder: boolean;
  readonly low_stock_threshold: number | null;
  readonly level_sequence: number;
  readonly last_movement: number;
  readonly archived: boolean;
  readonly sum_on_hand: number;
  readonly sum_held: number;
  readonly newest_on_hand: number;
  readonly newest_held: number;
  readonly movements: number;
  readonly last_number: number;
  readonly missing: number;
  readonly broken_steps: number;
  readonly orders_held: number;
  readonly holders: number;
  readonly live_orders: number;
  readonly unlike: number;
}

const FETCHED = 100;

/**
 * All accounts that do not add up, a page at a time. PostgreSQL does the sums; of what agrees nothing is read. Between two
 * pages the transaction may be used for other queries.
 * @param tx repeatable read, so that all pages are of one moment
 */
export async function* disagreeingAccounts(tx: Tx, sku?: string): AsyncGenerator<Account> {
  await tx`declare disagreeing no scroll cursor for
    select * from (${accounts(tx, sku)}) a
    where product_id is null or unlike > 0 or missing <> 0 or broken_steps > 0
      or (on_hand, held, on_hand, held, held, last_movement)
        is distinct from (sum_on_hand, sum_held, newest_on_hand, newest_held, orders_held, last_number)
    order by sku`;
  for (;;) {
    const rows = await tx.unsafe<AccountRow[]>(`fetch ${FETCHED} from disagreeing`);
    for (const row of rows) yield toAccount(row);
    if (rows.length < FETCHED) break;
  }
  await tx`close disagreeing`;
}

/** @returns undefined when nobody knows the SKU */
export async function accountOf(tx: Tx, sku: string): Promise<Account | undefined> {
  const [row] = await tx<AccountRow[]>`${accounts(tx, sku)}`;
  return row && toAccount(row);
}

/** What the orders and movements of one SKU, or of all, add up to beside the counters. */
const accounts = (tx: Tx, sku?: string) => {
  const only = (column: 'i.sku' | 'm.sku' | 's.sku') => (sku === undefined ? tx`` : tx`and ${tx(column)} = ${sku}`);
  return tx`
    with promised as (
      select i.sku, i.order_id, sum(i.open + i.preparing + i.ready) as units
      from order_items i join orders o on o.id = i.order_id
      where i.stocked and o.status <> 'draft' and i.open + i.preparing + i.ready + i.shipped > 0 ${only('i.sku')}
      group by i.sku, i.order_id
    ),
    demand as (
      select sku, sum(units) as units, count(*) filter (where units > 0) as holders, count(*) as orders from promised group by sku
    ),
    booked as (
      select m.sku, m.order_id, sum(m.held_change) as units from stock_movements m
      where m.order_id is not null ${only('m.sku')}
      group by m.sku, m.order_id having sum(m.held_change) <> 0
    ),
    unlike as (
      select sku, count(*) as orders from promised p full join booked b using (sku, order_id)
      where coalesce(p.units, 0) <> coalesce(b.units, 0) group by sku
    ),
    chain as (
      select m.*, lead(m.number) over later is null as newest,
        m.number - coalesce(lag(m.number) over later, 0) as step,
        (m.on_hand - m.on_hand_change, m.held - m.held_change)
          is distinct from (coalesce(lag(m.on_hand) over later, 0), coalesce(lag(m.held) over later, 0)) as jumps,
        max(m.number) filter (where m.kind = 'repair') over (partition by m.sku) as repaired
      from stock_movements m where true ${only('m.sku')}
      window later as (partition by m.sku order by m.number)
    ),
    ledger as (
      select sku, sum(on_hand_change) as on_hand, sum(held_change) as held, count(*) as movements, max(number) as last_number,
        max(number) - count(*) as missing, max(on_hand) filter (where newest) as newest_on_hand,
        max(held) filter (where newest) as newest_held,
        count(*) filter (where jumps and step = 1 and number > coalesce(repaired, 0)) as broken_steps
      from chain group by sku
    ),
    known as (
      select s.sku from stock s where true ${only('s.sku')} union select sku from demand union select sku from unlike
    )
    select k.sku, s.product_id, s.tracked, s.on_hand, s.held, s.allow_backorder, s.low_stock_threshold, s.level_sequence,
      s.last_movement::float8 as last_movement, p.archived_at is not null as archived,
      coalesce(l.on_hand, 0)::float8 as sum_on_hand, coalesce(l.held, 0)::float8 as sum_held,
      coalesce(l.newest_on_hand, 0) as newest_on_hand, coalesce(l.newest_held, 0) as newest_held,
      coalesce(l.movements, 0)::float8 as movements, coalesce(l.last_number, 0)::float8 as last_number,
      coalesce(l.missing, 0)::float8 as missing, coalesce(l.broken_steps, 0)::int as broken_steps,
      coalesce(d.units, 0)::float8 as orders_held, coalesce(d.holders, 0)::int as holders,
      coalesce(d.orders, 0)::int as live_orders, coalesce(u.orders, 0)::int as unlike
    from known k
    left join stock s on s.sku = k.sku left join products p on p.sku = k.sku
    left join ledger l on l.sku = k.sku left join demand d on d.sku = k.sku left join unlike u on u.sku = k.sku`;
};

function toAccount(row: AccountRow): Account {
  const { sku, product_id: productId, on_hand: onHand, held, low_stock_threshold: lowStockThreshold } = row;
  const counters = {
    ...{ sku, tracked: row.tracked, onHand, held, allowBackorder: row.allow_backorder, lowStockThreshold },
    ...{ levelSequence: row.level_sequence, lastMovement: row.last_movement, archived: row.archived },
  };
  return {
    sku,
    counters: productId === null ? undefined : { ...counters, productId },
    ledger: {
      sum: { onHand: row.sum_on_hand, held: row.sum_held },
      newest: { onHand: row.newest_on_hand, held: row.newest_held },
      movements: row.movements,
      lastNumber: row.last_number,
      missing: row.missing,
      brokenSteps: row.broken_steps,
    },
    held: row.orders_held,
    holders: row.holders,
    liveOrders: row.live_orders,
    unlike: row.unlike,
  };
}
