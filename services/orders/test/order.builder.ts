import { placeOrder, type PlaceOrder } from '../src/orders/rules/place-order.js';
import type { Circumstances } from '../src/rules/circumstances.js';
import type { Order } from '../src/orders/rules/order.js';

export const NOON: Circumstances = { actor: 'test', now: new Date('2026-11-21T12:00:00.000Z') };

/** A valid order of two items (2 × 19.99 and 1 × 49.99 EUR); a test states only what matters to it. */
export function anOrder(given: Partial<PlaceOrder> & { then?: Partial<Order> } = {}): Order {
  const { then, ...command } = given;
  const { order } = placeOrder(
    {
      customerId: '550e8400-e29b-41d4-a716-446655440000',
      currency: 'EUR',
      items: [
        { sku: 'WIDGET-001', qty: 2, price: 19.99 },
        { sku: 'GADGET-002', qty: 1, price: 49.99 },
      ],
      ...command,
    },
    NOON,
  );
  return { ...order, ...then };
}
