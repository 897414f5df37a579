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

interface Journey {
  readonly journey: readonly { sequence: number; event_type: string; from: string | null; to: string; [more: string]: unknown }[];
}

describe('one order', () => {
  it('is found by its id in either case', async () => {
    const order = await service.place();
    expect((await service.get(`/orders/${order.id}`)).body).toEqual(order);
    expect((await service.get(`/orders/${order.id.toUpperCase()}`)).body).toEqual(order);
  });

  it('that nobody made is 404, in every call', async () => {
    const id = randomUUID();
    const calls = [
      service.get(`/orders/${id}`),
      service.get(`/orders/${id}/journey`),
      service.get(`/orders/${id}/summary`),
      service.patch(`/orders/${id}`, { status: 'placed' }),
      service.patch(`/orders/${id}/items`, [{ item_id: id, status: 'ready' }]),
      service.post(`/orders/${id}/cancel`, {}),
      service.call('DELETE', `/orders/${id}`),
    ];
    for (const answer of await Promise.all(calls)) {
      expect(answer).toMatchObject({ status: 404, body: { code: 'order_not_found', instance: expect.stringContaining(id) } });
    }
  });

  it('whose items were deleted by SQL has none, can be cancelled, and spoils no answer about others', async () => {
    const sound = await service.place();
    const { id } = await service.place({ status: 'placed' });
    await service.db.sql`delete from order_items where order_id = ${id}`;
    const together = await Promise.all([sound.id, id, sound.id, id].map((one) => service.get(`/orders/${one}`)));
    expect(together.map(({ body }) => body.items)).toEqual([sound.items, [], sound.items, []]);
    const list = await service.get('/orders?limit=2');
    expect(list).toMatchObject({ status: 200, body: { orders: [{ id, items: [] }, { id: sound.id }] } });
    expect(await service.post(`/orders/${id}/cancel`, { reason: 'its items are gone' })).toMatchObject({
      status: 200,
      body: { status: 'cancelled' },
    });
  });

  it('is not sent again to who has it', async () => {
    const { id } = await service.place();
    const { headers } = await service.get(`/orders/${id}`);
    expect(headers['etag']).toBe('"1"');
    for (const tag of ['"1"', 'W/"1"', '"0", "1"', '*']) {
      const answer = await service.get<string>(`/orders/${id}`, { 'if-none-match': tag });
      expect([answer.status, answer.body, answer.headers['etag']]).toEqual([304, '', '"1"']);
    }
    await service.patch(`/orders/${id}`, { status: 'placed' });
    expect(await service.get(`/orders/${id}`, { 'if-none-match': '"1"' })).toMatchObject({
      status: 200,
      headers: { etag: '"2"' },
      body: { status: 'placed' },
    });
  });

  it('answers HEAD as GET, without a body', async () => {
    const { id } = await service.place();
    const get = await service.get(`/orders/${id}`);
    const head = await service.call<string>('HEAD', `/orders/${id}`);
    expect([head.status, head.body]).toEqual([200, '']);
    for (const name of ['etag', 'content-type', 'content-length']) expect(head.headers[name]).toBe(get.headers[name]);
    expect((await service.call('HEAD', `/orders/${randomUUID()}`)).status).toBe(404);
  });

  it('tells its journey: who changed what from where to where, and why', async () => {
    const { id, items } = await service.place({ status: 'pending' });
    await service.patch(`/orders/${id}`, { status: 'confirmed', reason: 'paid' }, { 'x-actor': 'desk-1' });
    await service.patch(`/orders/${id}`, { metadata: { gift: true } });
    await service.patch(`/orders/${id}/items`, [{ item_id: items[0]?.id, status: 'preparing', quantity: 1 }]);
    const { body } = await service.get<Journey>(`/orders/${id}/journey`);
    expect(body).toMatchObject({
      order_id: id,
      journey: [
        { sequence: 1, event_type: 'order_created', from: null, to: 'pending', actor: 'api', reason: null, forced: false },
        { sequence: 2, event_type: 'order_confirmed', from: 'pending', to: 'confirmed', actor: 'desk-1', reason: 'paid' },
        { sequence: 3, event_type: 'order_updated', from: 'confirmed', to: 'confirmed', changed: ['metadata'] },
        { sequence: 4, event_type: 'items_changed', from: 'confirmed', to: 'confirmed', items_changed: [{ quantity: 1 }] },
        { sequence: 5, event_type: 'order_preparing', from: 'confirmed', to: 'preparing' },
      ],
    });
  });

  it('is told in a few lines of text', async () => {
    const items = [anItem({ qty: 3, price: 1200, item_name: '緑茶' })];
    const order = await service.place({ external_ref: 'web-1', customer_name: 'Ada Lovelace', currency: 'JPY', items });
    const { headers, body } = await service.get<string>(`/orders/${order.id}/summary`);
    expect(headers['content-type']).toBe('text/plain; charset=utf-8');
    for (const part of [order.id, 'web-1', 'Ada Lovelace', '3 × 緑茶 [WIDGET-001] at 1200 JPY, open', 'Total: 3600 JPY']) {
      expect(body).toContain(part);
    }
  });
});

describe('statistics', () => {
  interface Statistics {
    readonly [figure: string]: unknown;
    readonly by_status: Readonly<Record<string, number>>;
  }

  it('count orders by status and phase, customers, and revenue per currency', async () => {
    const facility_id = `shop-${randomUUID()}`;
    const regular = randomUUID();
    await service.place({ facility_id, status: 'draft' });
    await service.place({ facility_id, status: 'placed', customer_id: regular });
    const part = await service.place({ facility_id, status: 'placed', customer_id: regular });
    await service.place({ facility_id, status: 'pending', currency: 'JPY', items: [anItem({ price: 500 })] });
    const lost = await service.place({ facility_id, status: 'placed' });
    await service.post(`/orders/${lost.id}/cancel`, {});
    await service.post(`/orders/${part.id}/cancel`, { items: [{ item_id: part.items[0]?.id, quantity: 1 }] });
    const { body } = await service.get<Statistics>(`/orders/statistics?facility_id=${facility_id}`);
    expect(body).toMatchObject({
      total_orders: 5,
      unique_customers: 4,
      by_status: { draft: 1, pending: 1, placed: 2, cancelled: 1, shipped: 0 },
      by_phase: { draft: 1, open: 3, closed: 1, work: 0, sent: 0, done: 0 },
      revenue: [
        { currency: 'EUR', orders: 2, amount: 159.95, average_order_amount: 79.98 },
        { currency: 'JPY', orders: 1, amount: 1000, average_order_amount: 1000 },
      ],
    });
  });

  it('keep to their period', async () => {
    const facility_id = `shop-${randomUUID()}`;
    const { created_at: at } = await service.place({ facility_id });
    const count = async (query: string) =>
      (await service.get<Statistics>(`/orders/statistics?facility_id=${facility_id}&${query}`)).body['total_orders'];
    expect(await count(`created_after=${at}`)).toBe(0);
    expect(await count(`created_before=${at}`)).toBe(0);
    expect(await count('created_after=2020-01-01T00:00:00Z&created_before=2999-01-01T00:00:00%2B02:00')).toBe(1);
  });

  it('are zero where there are no orders', async () => {
    const { body } = await service.get<Statistics>(`/orders/statistics?customer_id=${randomUUID()}`);
    expect(body).toMatchObject({ total_orders: 0, unique_customers: 0, revenue: [] });
    expect(Object.values(body.by_status).every((count) => count === 0)).toBe(true);
  });
});

describe('the operations', () => {
  it('say that the service is well, what runs, and what it counts', async () => {
    const ok = { status: 'ok' };
    const healthy = { ...ok, checks: { postgres: ok, nats: ok, events: ok } };
    expect(await service.get('/health')).toMatchObject({ status: 200, body: healthy });
    expect(await service.get('/health/ready')).toMatchObject({ status: 200, body: healthy });
    expect(await service.get('/health/live')).toMatchObject({ status: 200, body: { status: 'ok' } });
    await service.place();
    const { body } = await service.get<string>('/metrics');
    expect(body).toMatch(/http_request_duration_seconds_count\{.*route="\/orders".*\} \d/);
    expect(body).not.toContain('NaN');
  });

  it('answer each request with an id, the caller\'s own when it is sane', async () => {
    const own = await service.get<OrderBody>('/orders', { 'x-request-id': 'trace-me-7' });
    expect(own.headers['x-request-id']).toBe('trace-me-7');
    const other = await service.get<OrderBody>('/orders', { 'x-request-id': 'a b{}'.repeat(40) });
    expect(other.headers['x-request-id']).toMatch(/^[0-9a-f-]{36}$/);
  });
});
