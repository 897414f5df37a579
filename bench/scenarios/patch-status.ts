import type { LoadRequest } from '../load/load.js';
import { makeOrders } from './orders.js';
import type { Scenario } from './scenario.js';

/** A multiple of the connections, so that all moves of an order are sent by one of them, in turn. */
const ORDERS = 1_280;

export const patchStatus: Scenario = {
  name: 'patch-status',
  about: 'PATCH /orders/{id} from preparing to ready and back',
  target: 'service',
  prepare: async (url) => {
    const ids = await makeOrders(url, ORDERS, { status: 'placed' });
    return ['preparing', 'ready'].flatMap((status) => ids.map((id) => patch(id, { status })));
  },
};

export function patch(id: string, change: object): LoadRequest {
  const headers = { 'content-type': 'application/json' };
  return { method: 'PATCH', path: `/orders/${id}`, headers, body: JSON.stringify(change) };
}
