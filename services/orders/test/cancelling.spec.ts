import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { OrderBody } from '../src/orders/order.presenter.js';
import { anItem } from './order-body.js';
import { startService, type RunningService } from './service.js';

let service: RunningService;
beforeAll(async () => {
  service = await startService();
});
afterAll(() => service.stop());

const setup = async (status = 'placed') => {
  const items = [anItem({ sku: 'A', qty: 5, price: 10 }), anItem({ sku: 'B', qty: 1, price: 3 })];
  const order = await service.place({ status, items });
  const [a, b] = order.items.map(({ id }) => id);
  return {
    order, a, b,
    cancel: (body?: unknown) => service.post(`/orders/${order.id}/cancel`, body),
    move: (...moves: unknown[]) => service.patch(`/orders/${order.id}/items`, moves),
    events: async () => (await service.events(order.id)).map(({ body }) => body),
  };
};

const bucketsOf = ({ items }: OrderBody) =>
  items.map(({ quantities }) => Object.fromEntries(Object.entries(quantities).filter(([, units]) => units > 0)));

describe('cancelling', () => {
  it('a whole order needs no body, and keeps the total beside what was cancelled', async () => {
    const { cancel, events } = await setup();
    const { status, body } = await cancel();
    expect(status).toBe(200);
    expect(body).toMatchObject({ status: 'cancelled', phase: 'closed', next_statuses: [] });
    expect(body).toMatchObject({ total_amount: 53, cancelled_amount: 53 });
    expect(bucketsOf(body)).toEqual([{ cancelled: 5 }, { cancelled: 1 }]);
    expect((await events())[1]).toMatchObject({ event_type: 'order_cancelled', previous_status: 'placed', restocked: true });
  });

  it('tells the reason, and whether the goods go back', async () => {
    const { cancel, events } = await setup();
    await cancel({ reason: 'too late 🕑', restock: false });
    expect((await events())[1]).toMatchObject({ reason: 'too late 🕑', restocked: false });
  });

  it('part of an item leaves the rest', async () => {
    const { a, cancel, events } = await setup();
    const { body } = await cancel({ items: [{ item_id: a, quantity: 2 }] });
    expect(body).toMatchObject({ status: 'placed', cancelled_amount: 20, items: [{ status: 'partial' }, { status: 'open' }] });
    expect(bucketsOf(body)).toEqual([{ open: 3, cancelled: 2 }, { open: 1 }]);
    expect((await events())[1]).toMatchObject({
      event_type: 'items_changed',
      items_changed: [{ item_id: a, sku: 'A', quantity: 2, from: 'open', to: 'cancelled' }],
    });
  });

  it('the last units cancels the order', async () => {
    const { a, b, cancel, events } = await setup();
    await cancel({ items: [{ item_id: a }] });
    expect((await cancel({ items: [{ item_id: b }] })).body.status).toBe('cancelled');
    const told = (await events()).map(({ event_type: type }) => type);
    expect(told).toEqual(['order_created', 'items_changed', 'items_changed', 'order_cancelled']);
  });

  it('more units than there are changes nothing', async () => {
    const { order, a, b, cancel } = await setup();
    const { status, body } = await cancel({ items: [{ item_id: b }, { item_id: a, quantity: 6 }] });
    expect([status, body]).toMatchObject([409, { code: 'illegal_item_transition', item_id: a, requested: 6, movable: 5 }]);
    expect((await service.get(`/orders/${order.id}`)).body).toEqual(order);
  });

  it('an item of another order is refused with its pointer', async () => {
    const { a, cancel } = await setup();
    expect(await cancel({ items: [{ item_id: a, quantity: 1 }, { item_id: randomUUID() }] })).toMatchObject({
      status: 422,
      body: { code: 'validation_failed', errors: [{ pointer: '/items/1/item_id' }] },
    });
  });

  it('a finished order is refused, twice the same answers as it is', async () => {
    const { order, cancel } = await setup();
    await service.patch(`/orders/${order.id}`, { status: 'completed' });
    expect(await cancel()).toMatchObject({ status: 409, body: { code: 'illegal_transition', next_statuses: [] } });
    const other = await setup();
    await other.cancel();
    expect(await other.cancel()).toMatchObject({ status: 200, body: { version: 2 } });
  });

  it('by force needs a reason', async () => {
    const { order, cancel } = await setup();
    await service.patch(`/orders/${order.id}`, { status: 'completed' });
    expect(await cancel({ force: true })).toMatchObject({ status: 422, body: { errors: [{ pointer: '/reason' }] } });
    expect(await cancel({ force: true, reason: 'recall' })).toMatchObject({ status: 200, body: { status: 'cancelled' } });
  });
});

describe('moving units of items', () => {
  it('many in one call brings the order along', async () => {
    const { a, b, move, events } = await setup();
    const { status, body } = await move({ item_id: a, status: 'Being prepared', quantity: 3 }, { item_id: b, status: 'ready' });
    expect([status, body.status]).toEqual([200, 'preparing']);
    expect(bucketsOf(body)).toEqual([{ open: 2, preparing: 3 }, { ready: 1 }]);
    expect((await events()).map(({ sequence, event_type: type }) => [sequence, type])).toEqual([
      [1, 'order_created'], [2, 'items_changed'], [3, 'order_preparing'],
    ]);
  });

  it('to the customer ships and delivers the order with the last one', async () => {
    const { a, b, move } = await setup();
    expect((await move({ item_id: a, status: 'shipped' })).body).toMatchObject({ fulfilment_status: 'partial' });
    const { body: shipped } = await move({ item_id: b, status: 'shipped' });
    expect(shipped).toMatchObject({ status: 'shipped', fulfilment_status: 'fulfilled' });
    const { body } = await move({ item_id: a, status: 'delivered' }, { item_id: b, status: 'delivered' });
    expect(body.status).toBe('delivered');
    const { body: back } = await move({ item_id: a, status: 'returned', quantity: 2 });
    expect(back).toMatchObject({ return_status: 'partial', returned_amount: 20, total_amount: 53 });
  });

  it('again to where they are changes nothing', async () => {
    const { a, b, move, events } = await setup();
    const moves = [{ item_id: a, status: 'ready' }, { item_id: b, status: 'ready' }];
    const first = await move(...moves);
    expect((await move(...moves)).body).toEqual(first.body);
    expect(await events()).toHaveLength(3);
  });

  it.each([
    ['to a place where they cannot go', 'placed', { status: 'returned' }, 409, 'illegal_item_transition'],
    ['of a draft', 'draft', { status: 'preparing' }, 409, 'illegal_item_transition'],
    ['to a word that means nothing', 'placed', { status: 'lost' }, 422, 'validation_failed'],
    ['in no number', 'placed', { status: 'ready', quantity: 0 }, 422, 'validation_failed'],
  ])('%s is refused', async (_, status, move, expected, code) => {
    const order = await setup(status);
    expect(await order.move({ item_id: order.a, ...move })).toMatchObject({ status: expected, body: { code } });
  });

  it('is all or nothing', async () => {
    const { order, a, b, move } = await setup();
    expect((await move({ item_id: a, status: 'ready' }, { item_id: b, status: 'ready', quantity: 2 })).status).toBe(409);
    expect((await service.get(`/orders/${order.id}`)).body).toEqual(order);
  });

  it.each([[{}], [[]], [null], ['x']])('refuses %j for a list of moves', async (body) => {
    const { order } = await setup();
    const answer = await service.patch(`/orders/${order.id}/items`, JSON.stringify(body));
    expect(answer).toMatchObject({ status: 422, body: { code: 'validation_failed', errors: [{ pointer: '' }] } });
  });

  it('by ten callers at once never loses or doubles a unit', async () => {
    const { order, a, move } = await setup();
    const answers = await Promise.all(Array.from({ length: 10 }, () => move({ item_id: a, status: 'ready', quantity: 1 })));
    const moved = answers.filter(({ status }) => status === 200).length;
    expect(moved).toBeLessThanOrEqual(5);
    expect(answers.every(({ status }) => status === 200 || status === 409)).toBe(true);
    const { body } = await service.get(`/orders/${order.id}`);
    expect(body.items[0]?.quantities).toMatchObject({ open: 5 - moved, ready: moved });
  });
});
