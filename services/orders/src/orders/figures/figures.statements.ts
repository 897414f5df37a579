import type { Sql, Tx } from '#libs/database';

/*
 * The parts of the statements that write orders which keep the figures right. They only add rows, one for each status and
 * currency among all orders of the statement.
 */

/** What counts of an order `o`. */
export const countedColumns = (sql: Sql | Tx) => sql`
  o.customer_id, o.customer_name, o.status, o.currency, o.total_minor - o.cancelled_minor - o.returned_minor as net_minor`;

/** Counts the new orders in the relation `done`. */
export const countNew = (sql: Sql | Tx) => sql`
  counted as (
    insert into order_figures (status, currency, orders, net_minor)
    select status, currency, count(*), sum(net_minor) from done group by status, currency
  ),
  newcomers as (
    insert into ordering_customers (customer_id)
    -- Sorted, so that two batches with the same new customers do not wait for each other in a circle.
    select distinct customer_id from done order by customer_id
    on conflict (customer_id) do nothing
    returning customer_id
  ),
  named as (
    insert into ordering_names (customer_id, name)
    select distinct customer_id, customer_name from done where customer_name is not null order by customer_id, customer_name
    on conflict do nothing
  ),
  welcomed as (
    insert into customer_figures (customers) select count(*) from newcomers having count(*) > 0
  )`;

/** Counts the orders in `done` as what they are now, and no longer as what they were in the relation `unchanged`. */
export const countChanged = (sql: Sql | Tx) => sql`
  counted as (
    insert into order_figures (status, currency, orders, net_minor)
    select status, currency, sum(orders), sum(net_minor)
    from (
      select status, currency, 1 as orders, net_minor from done
      union all
      select u.status, u.currency, -1, -u.net_minor from done join unchanged u on u.id = done.id
    ) as changes
    group by status, currency
    having sum(orders) <> 0 or sum(net_minor) <> 0
  )`;

/** Takes the deleted orders in `done` out of the figures. Whether their customers have others is found out later. */
export const countDeleted = (sql: Sql | Tx) => sql`
  counted as (
    insert into order_figures (status, currency, orders, net_minor)
    select status, currency, -count(*), -sum(net_minor) from done group by status, currency
  ),
  departed as (
    insert into departed_customers (customer_id) select customer_id from done
  )`;
