import type { Sql, Tx } from '#libs/database';

/** Names may be missing by the million after somebody wrote past the service. */
const FAULTS = 100;

/** What the figures say and the orders do not, in one snapshot, so that it may be asked while others write. */
export async function figureFaults({ sql }: { readonly sql: Sql | Tx }): Promise<string[]> {
  const rows = await sql<{ fault: string }[]>`
    with figures as (
      select status, currency, sum(orders) as orders, sum(net_minor) as net from order_figures group by status, currency
      having sum(orders) <> 0 or sum(net_minor) <> 0
    ),
    counted as (
      select status, currency, count(*) as orders, sum(total_minor - cancelled_minor - returned_minor) as net
      from orders group by status, currency
    ),
    customers as (
      select (select coalesce(sum(customers), 0) from customer_figures) as figure,
        (select count(*) from ordering_customers) as listed,
        (select count(distinct d.customer_id) from departed_customers d
          where not exists (select from orders o where o.customer_id = d.customer_id)) as departed,
        (select count(distinct customer_id) from orders) as ordering
    )
    select format('%s %s: figures %s/%s, orders %s/%s', status, currency, f.orders, f.net, c.orders, c.net) as fault
    from figures f full join counted c using (status, currency)
    where (f.orders, f.net) is distinct from (c.orders, c.net)
    union all
    select format('%s customers order, figure %s, listed %s, departed %s', ordering, figure, listed, departed) from customers
    where figure <> listed or figure - departed <> ordering
    union all
    select distinct format('customer %s is not found by the name of an order', o.customer_id)
    from orders o
    where o.customer_name is not null and not exists (
      select from ordering_names n where n.customer_id = o.customer_id and n.name = o.customer_name)
    limit ${FAULTS}`;
  return rows.map(({ fault }) => fault);
}
