import type { LoadRequest } from '../load/load.js';
import { POST_ORDER } from './order-body.js';
import { makeOrders } from './orders.js';
import { patch } from './patch-status.js';
import type { Scenario } from './scenario.js';

const ORDERS = 1_280;

/** What one connection sends about each of its orders: eight reads, of which one is a list, and two writes. */
function dayOf(id: string): LoadRequest[] {
  const read: LoadRequest = { method: 'GET', path: `/orders/${id}` };
  const list: LoadRequest = { method: 'GET', path: '/orders?limit=20&status=placed' };
  const reads = (count: number) => Array.from({ length: count }, () => read);
  return [...reads(4), POST_ORDER, ...reads(3), list, patch(id, { metadata: { seen: id } })];
}

export const mixed: Scenario = {
  name: 'mixed',
  about: '80 % reads (by id, and a list now and then), 10 % creates, 10 % patches',
  target: 'service',
  prepare: async (url) => {
    const days = (await makeOrders(url, ORDERS, { status: 'placed' })).map(dayOf);
    // Step by step over all orders, so that the steps of an order fall to one connection.
    return Array.from({ length: days[0]?.length ?? 0 }, (_, step) => days.flatMap((day) => day.slice(step, step + 1))).flat();
  },
};
