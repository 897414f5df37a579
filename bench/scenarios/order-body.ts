import type { LoadRequest } from '../load/load.js';

const CUSTOMER = '550e8400-e29b-41d4-a716-446655440000';

export function postOrder(order: object): LoadRequest {
  const body = JSON.stringify({ customer_id: CUSTOMER, ...order, metadata: { source: 'web' } });
  return { method: 'POST', path: '/orders', headers: { 'content-type': 'application/json' }, body };
}

/** An order of two items, as a web shop sends it. */
export const POST_ORDER = postOrder({
  items: [
    { sku: 'WIDGET-001', qty: 2, price: 19.99 },
    { sku: 'GADGET-002', qty: 1, price: 49.99 },
  ],
});

/** A purchase of one unit, which holds it. */
export function buyOne(sku: string): LoadRequest {
  return postOrder({ status: 'placed', items: [{ sku, qty: 1, price: 9.9 }] });
}
