import { randomUUID } from 'node:crypto';

export interface CreateItem {
  readonly sku: string;
  readonly qty: unknown;
  readonly price?: unknown;
  readonly unit_price?: unknown;
  readonly item_name?: unknown;
}

/** What a client sends to create an order. Members may be wrong on purpose. */
export interface CreateBody {
  readonly customer_id: unknown;
  readonly items: readonly (CreateItem | unknown)[];
  readonly [member: string]: unknown;
}

/** The body of the contract, as the clients of the orders seed send it. */
export const SEED_BODY = {
  customer_id: '550e8400-e29b-41d4-a716-446655440000',
  items: [
    { sku: 'WIDGET-001', qty: 2, price: 19.99 },
    { sku: 'GADGET-002', qty: 1, price: 49.99 },
  ],
  metadata: { source: 'web' },
};

/** A valid create body of a customer of its own; a test states only what matters to it. */
export function anOrderBody(given: Partial<CreateBody> = {}): CreateBody {
  return { ...SEED_BODY, customer_id: randomUUID(), ...given };
}

export function anItem(given: Partial<CreateItem> = {}): CreateItem {
  return { sku: 'WIDGET-001', qty: 2, price: 19.99, ...given };
}

/** Every field as long as it may be, in characters of four bytes. */
export function theLargestOrder(given: Partial<CreateBody> = {}): CreateBody {
  const full = (length: number) => '🧩'.repeat(length);
  const item = { sku: full(128), qty: 3, price: 1, unit_price: 1, item_name: full(200) };
  return anOrderBody({
    status: 'placed',
    items: Array.from({ length: 500 }, () => item),
    metadata: { note: 'x'.repeat(16_000) },
    facility_id: full(128),
    conversation_id: full(128),
    ...given,
  });
}
