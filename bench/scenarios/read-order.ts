import { makeOrders } from './orders.js';
import type { Scenario } from './scenario.js';

/** So many that no single row is hot, so few that they are made in a moment. */
const ORDERS = 640;

export const readOrder: Scenario = {
  name: 'read-order',
  about: `GET /orders/{id} of ${ORDERS} orders with 2 items`,
  target: 'service',
  prepare: async (url) => (await makeOrders(url, ORDERS)).map((id) => ({ method: 'GET', path: `/orders/${id}` })),
};
