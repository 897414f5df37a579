import type { Database } from '#libs/database';

/**
 * Everything that must hold of the stock between any two transactions, as sentences about what does not. The counters, the
 * ledger and the orders are three accounts of the same goods, so they are held against each other.
 */
export async function stockFaults({ sql }: Database): Promise<string[]> {
  const rows = await sql<{ fault: string }[]>`
    with promised as (
      select i.sku, sum(i.open + i.preparing + i.ready)::int as units
      from order_items i join orders o on o.id = i.order_id
      where i.stocked and o.status <> 'draft' group by i.sku
    ),
    ledger as (
      select sku, sum(on_hand_change)::int as on_hand, sum(held_change)::int as held, count(*)::int as movements,
        bool_and(on_hand >= 0 and held >= 0) as sound
      from stock_movements group by sku
    ),
    chain as (
      select sku, number, on_hand - on_hand_change as on_hand_before, held - held_change as held_before,
        lag(on_hand) over next as on_hand_left, lag(held) over next as held_left, lag(number) over next as number_left
      from stock_movements window next as (partition by sku order by number)
    ),
    ended as (
      select m.sku, m.order_id, sum(m.held_change)::int as held from stock_movements m
      left join orders o on o.id = m.order_id
      where m.order_id is not null and (o.id is null or o.status in ('draft', 'completed', 'cancelled', 'expired', 'rejected'))
      group by m.sku, m.order_id having sum(m.held_change) <> 0
    )
    select format('%s: %s on hand, %s held', sku, on_hand, held) as fault from stock
      where on_hand < 0 or held < 0 or (held > on_hand and not allow_backorder)
    union all
    select format('%s: %s held, but orders hold %s', s.sku, s.held, coalesce(p.units, 0))
      from stock s left join promised p on p.sku = s.sku where s.held <> coalesce(p.units, 0)
    union all
    select format('%s: counters %s/%s, ledger %s/%s in %s of %s movements', s.sku, s.on_hand, s.held, l.on_hand, l.held,
        l.movements, s.last_movement)
      from stock s left join ledger l on l.sku = s.sku
      where (s.on_hand, s.held, s.last_movement) is distinct from (coalesce(l.on_hand, 0), coalesce(l.held, 0),
        coalesce(l.movements, 0)) or not l.sound
    union all
    select format('%s: movement %s does not follow from the one before', sku, number) from chain
      where number_left is not null and (number, on_hand_before, held_before) <> (number_left + 1, on_hand_left, held_left)
    union all
    select format('%s: order %s has ended and still holds %s', sku, order_id, held) from ended`;
  return rows.map(({ fault }) => fault);
}
