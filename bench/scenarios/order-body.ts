/** An order of two items, as a web shop sends it. */
export const ORDER_BODY = JSON.stringify({
  customer_id: '550e8400-e29b-41d4-a716-446655440000',
  items: [
    { sku: 'WIDGET-001', qty: 2, price: 19.99 },
    { sku: 'GADGET-002', qty: 1, price: 49.99 },
  ],
  metadata: { source: 'web' },
});

export const POST_ORDER = {
  method: 'POST',
  path: '/orders',
  headers: { 'content-type': 'application/json' },
  body: ORDER_BODY,
} as const;
