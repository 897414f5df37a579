import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { eventually, type WorldWithPostgres } from '#libs/testing';
import type { OrderBody } from '../src/orders/order.presenter.js';
import { anOrderBody } from './order-body.js';
import { startServiceWithPostgres, type RunningService } from './service.js';

let service: RunningService<WorldWithPostgres>;
beforeAll(async () => {
  service = await startServiceWithPostgres({ DEADLINE_MS: '2000', MAX_CONCURRENT_REQUESTS: '150' });
}, 60_000);
afterAll(async () => {
  service.world.postgres.thaw();
  await service.stop();
});

const many = <T>(count: number, make: () => T): T[] => Array.from({ length: count }, make);
const OVERDUE = { status: 503, headers: { 'retry-after': '2' }, body: { code: 'deadline_exceeded' } };

async function inFlight(): Promise<number> {
  const { body } = await service.get<string>('/metrics');
  return Number(/^http_requests_in_flight (\d+)$/m.exec(body)?.[1]);
}

describe('when the database stands still', () => {
  it('calls are answered in time, a repeat resolves what is unknown, and all is well soon after it goes on', async () => {
    const { id } = await service.place();
    const writes = many(100, () => ({ body: anOrderBody(), key: { 'idempotency-key': randomUUID() } }));
    const { postgres } = service.world;
    await postgres.freeze();
    const started = performance.now();
    const calls = [
      ...writes.map(({ body, key }) => service.post('/orders', body, key)),
      ...many(10, () => service.get(`/orders/${id}`)),
      service.post('/orders/bulk', { orders: [anOrderBody()] }),
      service.get('/orders'),
      service.get(`/orders/${id}/journey`),
      service.get('/orders/statistics'),
      service.patch(`/orders/${id}`, { metadata: { note: 'x' } }),
    ];
    for (const answer of await Promise.all(calls)) expect(answer).toMatchObject(OVERDUE);
    expect(performance.now() - started).toBeLessThan(10_000);
    expect((await service.get('/health/live')).status).toBe(200);
    expect((await service.get('/health/ready')).status).toBe(503);

    // What is still in work takes its places, so that no more piles up than may be in work at once.
    const more = await Promise.all(many(100, () => service.get<{ code: string }>('/orders')));
    expect(new Set(more.map(({ body }) => body.code))).toEqual(new Set(['deadline_exceeded', 'busy']));
    expect(await inFlight()).toBeLessThanOrEqual(150);

    postgres.thaw();
    await eventually(async () => expect((await service.get('/orders')).status).toBe(200), { within: 5_000 });
    const repeat = async ({ body, key }: (typeof writes)[number]): Promise<OrderBody> => {
      const answer = await service.post('/orders', body, key);
      expect(answer.status).toBe(201);
      return answer.body;
    };
    const orders = await Promise.all(writes.map((write) => eventually(() => repeat(write), { within: 10_000 })));
    await eventually(async () => expect(await inFlight()).toBe(0));
    const events = await service.events();
    for (const order of orders) {
      const { body } = await service.get<{ orders: OrderBody[] }>(`/orders?customer_id=${order.customer_id}`);
      expect(body.orders).toEqual([order]);
      expect(events.filter((event) => event.body.order_id === order.id)).toHaveLength(1);
    }
  });
});
