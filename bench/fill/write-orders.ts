import { bucketOf } from '../../services/orders/src/orders/rules/quantities.js';
import { ORDER_STATUSES } from '../../services/orders/src/orders/rules/lifecycle.js';
import { AGES, WAYS } from './lifetimes.js';

/** So many days back goes the first order; the last is of this moment. */
const DAYS = 365;

/**
 * Writes the orders number $1 to $2 of $3 in all, with items and journeys, for the $4 customers in the table `buyers`. Older
 * orders come first, as their ids do. A few customers order much, a few articles sell well, and an order has one to four lines.
 */
export const WRITE_ORDERS = `
  with numbered as materialized (
    select uuidv7(-age) as id, extract(epoch from age) / 86400 as days, random() as luck,
      (1 + floor($4::int * random() ^ 3))::int as buyer, 1 + floor(4 * random() ^ 2)::int as lines
    from generate_series($1::int, $2::int) as n, lateral (select interval '${DAYS} days' * (1 - n / $3::float) as age) as past
  ),
  drawn as materialized (
    select n.*, ${statusByAge()} as status, uuid_extract_timestamp(n.id)::timestamptz(3) as created_at,
      least(now(), uuid_extract_timestamp(n.id) + random() * interval '3 days')::timestamptz(3) as changed_at
    from numbered n
  ),
  lines as materialized (
    select d.id as order_id, l.line, d.status, d.created_at, l.article, l.qty, 199 + 50 * (l.article * 7919 % 400) as price
    from drawn d, lateral (
      select line, floor(2000 * random() ^ 2)::int as article, 1 + floor(3 * random() ^ 2)::int as qty
      from generate_series(1, d.lines) as line
      -- Refers to the order, so that each one draws anew.
      where d.id is not null
    ) as l
  ),
  items as (
    insert into order_items (order_id, line, id, sku, item_name, qty, price_minor, open, preparing, ready, shipped, delivered,
      cancelled, created_at)
    select order_id, line, uuidv7(created_at - now()), 'ARTICLE-' || article, 'Article ' || article, qty, price,
      ${['open', 'preparing', 'ready', 'shipped', 'delivered', 'cancelled'].map(unitsIn).join(', ')}, created_at
    from lines
  ),
  steps as materialized (
    select d.id, d.created_at, d.changed_at, w.way
    from drawn d join (values ${ways()}) as w (status, way) on w.status = d.status
  ),
  journeys as (
    insert into order_journey (order_id, sequence, event_type, from_status, to_status, actor, at)
    select s.id, step, case step when 1 then 'order_created' else 'order_' || s.way[step] end, s.way[step - 1], s.way[step],
      'api', case step when 1 then s.created_at else s.changed_at end
    from steps s, generate_subscripts(s.way, 1) as step
  )
  insert into orders (id, customer_id, customer_name, status, currency, total_minor, cancelled_minor, fulfilment_status, metadata,
    version, last_sequence, created_at, updated_at)
  select d.id, b.id, b.name, d.status, 'EUR', t.total, case when ${isIn('cancelled')} then t.total else 0 end,
    case when ${isIn('shipped', 'delivered')} then 'fulfilled' else 'unfulfilled' end, '{"source": "web"}',
    cardinality(s.way), cardinality(s.way), d.created_at, case cardinality(s.way) when 1 then d.created_at else d.changed_at end
  from drawn d
  join buyers b on b.number = d.buyer
  join steps s on s.id = d.id
  join (select order_id, sum(qty * price) as total from lines group by order_id) as t on t.order_id = d.id
  order by d.id`;

function statusByAge(): string {
  const ages = AGES.map(({ until, shares }) => {
    let share = 0;
    const [last, ...others] = Object.entries(shares).reverse();
    const cases = others.reverse().map(([status, more]) => `when luck < ${(share += more)} then '${status}'`);
    const status = `case ${cases.join(' ')} else '${last?.[0]}' end`;
    return until === Infinity ? `else ${status}` : `when days < ${until} then ${status}`;
  });
  return `case ${ages.join(' ')} end`;
}

function ways(): string {
  return Object.entries(WAYS).map(([status, way]) => `('${status}', array['${way.join("', '")}'])`).join(', ');
}

/** How many units of a line are in the bucket: all or none. */
function unitsIn(bucket: string): string {
  return `case when ${isIn(bucket)} then qty else 0 end`;
}

/** Whether an order in this status has its units in one of the buckets. */
function isIn(...buckets: string[]): string {
  const statuses = ORDER_STATUSES.filter((status) => buckets.includes(bucketOf(status)));
  return `status in (${statuses.map((status) => `'${status}'`).join(', ')})`;
}
