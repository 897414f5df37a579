import type { Sql } from '#libs/database';
import type { Order } from '../rules/order.js';
import type { Fragment } from './keyed-page.js';

/**
 * A page ends with the order that brings it to so many items, however many orders were asked for: a hundred orders of five
 * hundred items are 19 MB of JSON, and a few such answers at a time more than the memory of a small machine.
 */
export const MAX_PAGE_ITEMS = 2_000;

/** The orders of a page whose items fit, and one more, as of every page: it tells that the list goes on. */
export function withinItems(sql: Sql, page: Fragment, inOrder: Fragment) {
  return sql`(
    select * from (
      select o.*, sum(i.items) over (${inOrder} rows between unbounded preceding and 2 preceding) as items_before
      from ${page} o, lateral (select max(line)::int as items from order_items where order_id = o.id) i
    ) o where coalesce(items_before, 0) < ${MAX_PAGE_ITEMS})`;
}

/** How many of the orders are the page. */
export function ordersWithinItems(orders: readonly Order[]): number {
  let items = 0;
  const first = orders.findIndex((order) => (items += order.items.length) >= MAX_PAGE_ITEMS);
  return first === -1 ? orders.length : first + 1;
}
