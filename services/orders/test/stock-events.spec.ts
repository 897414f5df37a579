import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { validateOwnEvent, type InventoryEvent } from '#libs/contracts';
import { startService, type RunningService } from './service.js';
import { aProduct } from './stock.js';
import type { StreamedEvent } from './stream.js';

let service: RunningService;
beforeAll(async () => {
  service = await startService();
});
afterAll(() => service.stop());

const line = (sku: string, qty = 1) => ({ sku, qty, price: 5 });
const typesOf = (events: readonly StreamedEvent<InventoryEvent>[]) => events.map(({ body }) => body.event_type);

async function setup(onHand = 10, lowStockThreshold: number | null = null) {
  const sku = await aProduct(service.db, { onHand, lowStockThreshold });
  const all = () => service.stockEvents();
  return {
    sku,
    order: (qty: number) => service.place({ status: 'placed', items: [line(sku, qty)] }),
    move: (id: string, status: string, more: object = {}) => service.patch(`/orders/${id}`, { status, ...more }),
    ofOrder: async (id: string) => (await all()).filter(({ body }) => 'lines' in body && body.order_id === id),
    ofLevel: async () => (await all()).filter(({ body }) => 'on_hand' in body && body.sku === sku),
  };
}

describe('what an order holds', () => {
  it('is told at each step, with a line per SKU in SKU order and the number of the event that caused it', async () => {
    const [first, second] = [await setup(), await setup()];
    const items = [line(second.sku, 2), line(first.sku), line('FREE-TEXT'), line(second.sku, 3)];
    const order = await service.place({ status: 'draft', items });
    await first.move(order.id, 'placed');
    await first.move(order.id, 'shipped', { reason: 'by bike' });
    const events = await first.ofOrder(order.id);
    const lines = [
      { sku: first.sku, quantity: 1 },
      { sku: second.sku, quantity: 5 },
    ].sort((a, b) => (a.sku < b.sku ? -1 : 1));
    expect(events.map(({ body }) => body)).toMatchObject([
      { event_type: 'stock_held', order_sequence: 2, lines, actor: 'api' },
      { event_type: 'stock_committed', order_sequence: 3, lines },
    ]);
  });

  it('is told as released when it ends without a sale, and what nobody can sell any more as an adjustment', async () => {
    const { order, move, ofOrder, ofLevel } = await setup();
    const [whole, spoiled] = [await order(2), await order(3)];
    await move(whole.id, 'rejected');
    await service.post(`/orders/${spoiled.id}/cancel`, { restock: false, reason: 'it fell' });
    expect(typesOf(await ofOrder(whole.id))).toEqual(['stock_held', 'stock_released']);
    expect(typesOf(await ofOrder(spoiled.id))).toEqual(['stock_held', 'stock_released']);
    expect((await ofLevel()).map(({ body }) => body)).toMatchObject([
      { event_type: 'stock_adjusted', change: -3, reason: 'it fell', order_id: spoiled.id, on_hand: 7, held: 0, available: 7 },
    ]);
  });

  it('is told by nobody when the order was refused', async () => {
    const { sku, ofLevel } = await setup(1);
    const before = (await service.stockEvents()).length;
    const body = { customer_id: '550e8400-e29b-41d4-a716-446655440000', status: 'placed', items: [line(sku, 2)] };
    expect((await service.post('/orders', body)).status).toBe(409);
    expect(await ofLevel()).toEqual([]);
    expect(await service.stockEvents()).toHaveLength(before);
  });
});

describe('the level of a product', () => {
  it('is told once per crossing of its thresholds, numbered without gaps', async () => {
    const { order, move, ofLevel } = await setup(10, 3);
    const orders = [await order(6), await order(2), await order(2)];
    for (const { id } of orders) await move(id, 'cancelled');
    await order(8);
    const events = (await ofLevel()).map(({ body }) => body);
    expect(events).toMatchObject([
      { event_type: 'stock_low', sequence: 2, on_hand: 10, held: 8, available: 2, threshold: 3 },
      { event_type: 'stock_out', sequence: 3, held: 10, available: 0 },
      { event_type: 'stock_back', sequence: 4, held: 4, available: 6 },
      { event_type: 'stock_low', sequence: 5, held: 8, available: 2 },
    ]);
  });

  it('is told once also when many buy at the same time', async () => {
    const { order, ofLevel } = await setup(40, 20);
    await Promise.all(Array.from({ length: 40 }, () => order(1)));
    expect(typesOf(await ofLevel())).toEqual(['stock_low', 'stock_out']);
  });
});

describe('the stream of the stock', () => {
  it('holds only bodies that keep to their schema, and headers that name them', async () => {
    const events = await service.stockEvents();
    expect(new Set(typesOf(events)).size).toBe(7);
    const faults = events.flatMap(({ subject, body }) => validateOwnEvent(subject, body).map((fault) => `${subject}: ${fault}`));
    expect(faults).toEqual([]);
    for (const { headers, body, subject } of events) {
      expect(headers).toMatchObject({
        'Nats-Msg-Id': body.event_id,
        'ce-source': '/pulse/inventory',
        'ce-type': subject,
        'ce-subject': 'lines' in body ? body.order_id : body.sku,
      });
    }
  });
});
