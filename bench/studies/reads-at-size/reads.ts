import type { Sql } from '#libs/database';
import { COMMONEST_STATUS, RARE_STATUS } from '../../fill/lifetimes.js';
import { pathOfPage } from '../../scenarios/list-orders.js';

/** Something that clients read, and the paths by which they do, taken from the orders that are there. */
export interface Read {
  readonly name: string;
  paths(sql: Sql, url: string): Promise<readonly string[]>;
}

const SAMPLE = 1_000;

export const READS: readonly Read[] = [
  { name: 'order by id', paths: (sql) => ofSomeOrders(sql, ({ id }) => `/orders/${id}`) },
  always('first page', '/orders?limit=20'),
  { name: '50th page', paths: async (_, url) => [await pathOfPage(url, 50)] },
  always('commonest status', `/orders?status=${COMMONEST_STATUS}`),
  always('rare status', `/orders?status=${RARE_STATUS}`),
  always('phase', '/orders?phase=done'),
  {
    name: 'status and customer',
    paths: (sql) =>
      ofSomeOrders(sql, ({ customer_id: customer }) => `/orders?status=${COMMONEST_STATUS}&customer_id=${customer}`),
  },
  { name: 'customer', paths: (sql) => ofSomeOrders(sql, ({ customer_id: customer }) => `/orders?customer_id=${customer}`) },
  {
    name: 'name',
    paths: (sql) => ofSomeOrders(sql, ({ customer_name: name }) => `/orders?customer_name=${encodeURIComponent(name)}`),
  },
  always('part of a name', '/orders?customer_name=berg'),
  always('article', '/orders?sku=ARTICLE-7'),
  always('largest first', '/orders?sort=-total_amount'),
  always('statistics', '/orders/statistics'),
  always('daily statistics', '/orders/statistics/daily'),
];

interface Sampled {
  readonly id: string;
  readonly customer_id: string;
  readonly customer_name: string;
}

function always(name: string, path: string): Read {
  return { name, paths: () => Promise.resolve([path]) };
}

/** Of orders anywhere in the table, so that customers with many orders are asked for more often, as it is in life. */
async function ofSomeOrders(sql: Sql, pathOf: (order: Sampled) => string): Promise<string[]> {
  const sample = await sql<Sampled[]>`select id, customer_id, customer_name from orders order by random() limit ${SAMPLE}`;
  return sample.map(pathOf);
}
