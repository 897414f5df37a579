import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { OrderBody } from '../src/orders/order.presenter.js';
import { anItem, anOrderBody, SEED_BODY } from './order-body.js';
import { startService, type Answer, type RunningService } from './service.js';
import { aProduct } from './stock.js';

let service: RunningService;
beforeAll(async () => {
  service = await startService();
});
afterAll(() => service.stop());

const aKey = () => ({ 'idempotency-key': `key-${randomUUID()}` });
const isReplay = ({ headers }: Answer<unknown>) => headers['idempotency-replayed'] === 'true';

describe('an Idempotency-Key', () => {
  it('on a new order gives the first answer again, marked as a repeat', async () => {
    const key = aKey();
    const first = await service.post('/orders', SEED_BODY, key);
    const again = await service.post('/orders', SEED_BODY, key);
    expect(again).toMatchObject({ status: 201, body: first.body });
    expect(again.headers).toMatchObject({ location: first.headers['location'], etag: '"1"' });
    expect([isReplay(first), isReplay(again)]).toEqual([false, true]);
    expect(await service.events(first.body.id)).toHaveLength(1);
  });

  it('gives the first answer even after the order has changed', async () => {
    const key = aKey();
    const first = await service.post('/orders', SEED_BODY, key);
    await service.patch(`/orders/${first.body.id}`, { status: 'placed' });
    expect((await service.post('/orders', SEED_BODY, key)).body).toEqual(first.body);
  });

  it.each([
    ['is no longer sold', 'update products set archived_at = now() where sku = $1'],
    ['is held as often as can be counted', 'update stock set allow_backorder = true, held = 1000000000 where sku = $1'],
  ])('on a new order gives the first answer though its product %s by now', async (_, happening) => {
    const sku = await aProduct(service.db);
    const key = aKey();
    const body = anOrderBody({ status: 'placed', items: [anItem({ sku })] });
    const first = await service.post('/orders', body, key);
    await service.db.sql.unsafe(happening, [sku]);
    const again = await service.post('/orders', body, key);
    expect([first.status, again.status, isReplay(again)]).toEqual([201, 201, true]);
    expect(again.body).toEqual(first.body);
  });

  it('does not mind how the same body is laid out', async () => {
    const key = aKey();
    await service.post('/orders', SEED_BODY, key);
    expect(isReplay(await service.post('/orders', JSON.stringify(SEED_BODY, null, 4), key))).toBe(true);
  });

  it('with another body, or on another order, is refused', async () => {
    const key = aKey();
    const { body } = await service.post('/orders', SEED_BODY, key);
    const refused = { status: 422, body: { code: 'idempotency_key_reused' } };
    expect(await service.post('/orders', anOrderBody(), key)).toMatchObject(refused);
    expect(await service.post('/orders/bulk', { orders: [SEED_BODY] }, key)).toMatchObject(refused);
    expect(await service.patch(`/orders/${body.id}`, { status: 'placed' }, key)).toMatchObject(refused);
    expect((await service.get(`/orders/${body.id}`)).body.status).toBe('draft');
  });

  it('sent twenty times at once makes one order and one event', async () => {
    const key = aKey();
    const body = anOrderBody();
    const answers = await Promise.all(Array.from({ length: 20 }, () => service.post('/orders', body, key)));
    const done = answers.filter(({ status }) => status === 201);
    expect(answers.every(({ status }) => status === 201 || status === 409)).toBe(true);
    expect(new Set(done.map((answer) => answer.body.id)).size).toBe(1);
    expect(done.filter((answer) => !isReplay(answer))).toHaveLength(1);
    const { orders } = (await service.get<{ orders: OrderBody[] }>(`/orders?customer_id=${body.customer_id as string}`)).body;
    expect(orders).toHaveLength(1);
    expect(await service.events(orders[0]?.id)).toHaveLength(1);
  });

  it.each([
    ['a change', 'PATCH', '', { metadata: { note: 'x' } }],
    ['a cancellation', 'POST', '/cancel', { reason: 'changed my mind' }],
  ])('sent ten times at once makes %s once', async (_, method, path, body) => {
    const order = await service.place({ status: 'placed' });
    const key = aKey();
    const send = () => service.call(method, `/orders/${order.id}${path}`, body, { headers: key });
    const answers = await Promise.all(Array.from({ length: 10 }, send));
    expect(answers.map(({ status }) => status)).toEqual(Array(10).fill(200));
    expect(new Set(answers.map((answer) => answer.body.version))).toEqual(new Set([2]));
    expect(isReplay(await send())).toBe(true);
    expect(await service.events(order.id)).toHaveLength(2);
  });

  it('on a change that changes nothing keeps its answer too: what others do later is not undone by a repeat', async () => {
    const order = await service.place({ status: 'placed' });
    const key = aKey();
    const send = () => service.patch(`/orders/${order.id}`, { status: 'placed' }, key);
    const first = await send();
    await service.patch(`/orders/${order.id}`, { status: 'confirmed' });
    const again = await send();
    expect([first.status, again.status, isReplay(again)]).toEqual([200, 200, true]);
    expect(again.body).toEqual(first.body);
  });

  it('sent ten times at once is not refused for what the first of them has done', async () => {
    const order = await service.place({ status: 'placed' });
    const items = order.items.map(({ id, qty }) => ({ item_id: id, quantity: qty }));
    const key = aKey();
    const send = () => service.post(`/orders/${order.id}/cancel`, { items }, key);
    const answers = await Promise.all(Array.from({ length: 10 }, send));
    expect(answers.map(({ status }) => status)).toEqual(Array(10).fill(200));
    expect(new Set(answers.map(({ body }) => body.version))).toEqual(new Set([2]));
  });

  it('makes a move of items once', async () => {
    const order = await service.place({ status: 'placed' });
    const moves = [{ item_id: order.items[0]?.id, status: 'preparing', quantity: 1 }];
    const key = aKey();
    const first = await service.patch(`/orders/${order.id}/items`, moves, key);
    const again = await service.patch(`/orders/${order.id}/items`, moves, key);
    expect([first.status, isReplay(again)]).toEqual([200, true]);
    expect(again.body).toEqual(first.body);
  });

  it('on a bulk request creates its orders once, even when sent five times at once', async () => {
    const key = aKey();
    const customer_id = randomUUID();
    const row = anOrderBody({ customer_id });
    const bulk = { orders: [row, { ...row, items: [] }, row] };
    const answers = await Promise.all(Array.from({ length: 5 }, () => service.post<object>('/orders/bulk', bulk, key)));
    expect(answers.map(({ status }) => status)).toEqual(Array(5).fill(200));
    expect(new Set(answers.map(({ body }) => JSON.stringify(body))).size).toBe(1);
    expect(answers.filter(isReplay)).toHaveLength(4);
    expect((await service.get<{ total: number }>(`/orders?customer_id=${customer_id}&include_total=true`)).body.total).toBe(2);
  });

  it('on a bulk request keeps the answer that no row was right: a repeat creates nothing when they would be', async () => {
    const key = aKey();
    const external_ref = `taken-${randomUUID()}`;
    const taken = await service.place({ external_ref });
    const bulk = { orders: [anOrderBody({ external_ref }), anOrderBody({ items: [] })] };
    const send = () => service.post<{ results: { status: number }[] }>('/orders/bulk', bulk, key);
    const first = await send();
    expect([first.status, first.body.results.map(({ status }) => status)]).toEqual([200, [409, 400]]);
    await service.call('DELETE', `/orders/${taken.id}`);
    const answers = await Promise.all([send(), send()]);
    expect(answers.map((answer) => [isReplay(answer), answer.body])).toEqual(Array(2).fill([true, first.body]));
    const other = await service.post('/orders/bulk', { orders: [anOrderBody()] }, key);
    expect(other).toMatchObject({ status: 422, body: { code: 'idempotency_key_reused' } });
  });

  it('on a bulk request keeps the answer that the stock allowed none of its rows', async () => {
    const key = aKey();
    const sku = await aProduct(service.db, { onHand: 1 });
    const bulk = { orders: [anOrderBody({ status: 'placed', items: [anItem({ sku, qty: 2 })] })] };
    const send = () => service.post<{ results: { status: number }[] }>('/orders/bulk', bulk, key);
    const first = await send();
    expect(first.body.results.map(({ status }) => status)).toEqual([409]);
    await service.post(`/products/${sku}/stock`, { change: 5, reason: 'delivered' });
    const again = await send();
    expect([isReplay(again), again.body]).toEqual([true, first.body]);
  });

  it.each([true, false])('on a bulk request is not refused for references that it took itself (atomic: %p)', async (atomic) => {
    const key = aKey();
    const bulk = { orders: [anOrderBody({ external_ref: `own-${randomUUID()}` })], atomic };
    const first = await service.post<object>('/orders/bulk', bulk, key);
    const again = await service.post<object>('/orders/bulk', bulk, key);
    expect([again.status, isReplay(again), again.body]).toEqual([200, true, first.body]);
  });

  it('on a bulk request for products keeps the answer that none of them was right', async () => {
    const key = aKey();
    const sku = await aProduct(service.db);
    const bulk = { products: [{ sku, name: 'Widget' }, { sku: 'x y' }] };
    const send = () => service.post<{ results: { status: number }[] }>('/products/bulk', bulk, key);
    const first = await send();
    expect(first.body.results.map(({ status }) => status)).toEqual([409, 422]);
    expect((await service.call('DELETE', `/products/${sku}`)).status).toBe(204);
    const again = await send();
    expect([isReplay(again), again.body]).toEqual([true, first.body]);
  });

  it('is free again after a request that was refused', async () => {
    const key = aKey();
    const external_ref = `taken-${randomUUID()}`;
    const taken = await service.place({ external_ref });
    expect((await service.post('/orders', anOrderBody({ external_ref }), key)).status).toBe(409);
    await service.call('DELETE', `/orders/${taken.id}`);
    const second = await service.post('/orders', anOrderBody({ external_ref }), key);
    expect([second.status, isReplay(second)]).toEqual([201, false]);
  });

  it('whose first request is rolled back in the database lets the second one run', async () => {
    const key = aKey();
    const body = anOrderBody();
    await service.db.transaction(async (tx) => {
      await tx`lock table order_items in access exclusive mode`;
      const first = await service.post('/orders', body, key);
      expect(first).toMatchObject({ status: 503, headers: { 'retry-after': '1' }, body: { code: 'busy' } });
    });
    const second = await service.post('/orders', body, key);
    expect([second.status, isReplay(second)]).toEqual([201, false]);
  });

  it.each([
    ['empty', ''],
    ['longer than 255 characters', 'k'.repeat(256)],
    ['not printable ASCII', 'schlüssel'],
  ])('that is %s is refused', async (_, key) => {
    const answer = await service.post('/orders', SEED_BODY, { 'idempotency-key': key });
    expect(answer).toMatchObject({ status: 400, body: { code: 'idempotency_key_invalid' } });
  });

  it('may have 255 characters', async () => {
    const key = { 'idempotency-key': randomUUID().padEnd(255, '~') };
    expect((await service.post('/orders', SEED_BODY, key)).status).toBe(201);
    expect(isReplay(await service.post('/orders', SEED_BODY, key))).toBe(true);
  });
});
