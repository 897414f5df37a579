import { expect, it } from '@jest/globals';
import { anOrder, NOON } from '../../../test/order.builder.js';
import { cancelOrder } from './cancel-order.js';
import { summarise } from './summary.js';

it('reads like a note from a colleague', () => {
  const order = anOrder({ status: 'placed', customerName: 'Ada Lovelace', externalRef: 'WEB-7' });
  const cut = cancelOrder(order, { items: [{ itemId: order.items[0]!.id, quantity: 1 }] }, NOON).order;
  expect(summarise(cut)).toBe(`Order ${order.id} (WEB-7)
Status: placed (open); unfulfilled
Customer: Ada Lovelace, 550e8400-e29b-41d4-a716-446655440000
Placed: 2026-11-21 12:00 UTC; last changed: 2026-11-21 12:00 UTC
Items (2):
  2 × WIDGET-001 at 19.99 EUR, 1 open, 1 cancelled
  1 × GADGET-002 at 49.99 EUR, open
Total: 89.97 EUR, of which 19.99 EUR cancelled or returned
Next: confirmed, preparing, ready, shipped, completed, cancelled, expired, rejected
`);
});
