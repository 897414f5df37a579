import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { eventually, type WorldWithPostgres } from '#libs/testing';
import type { OrderBody } from '../src/orders/order.presenter.js';
import { anOrderBody } from './order-body.js';
import { startServiceWithPostgres, type RunningService } from './service.js';

let service: RunningService<WorldWithPostgres>;
beforeAll(async () => {
  service = await startServiceWithPostgres();
}, 60_000);
afterAll(() => service.stop());

const AWAY = { status: 503, headers: { 'retry-after': '2' }, body: { code: 'database_unavailable' } };

describe.each(['stop', 'kill'] as const)('when the database is away (%s)', (end) => {
  it('calls are told to come back, readiness falls, and all is well within seconds of its return', async () => {
    const { id } = await service.place();
    const { postgres } = service.world;
    await postgres[end]();
    const key = { 'idempotency-key': `away-${randomUUID()}` };
    const body = anOrderBody();
    const calls = [
      service.post('/orders', body, key),
      service.post('/orders/bulk', { orders: [anOrderBody()] }),
      service.get('/orders'),
      service.get(`/orders/${id}`),
      service.get(`/orders/${id}/journey`),
      service.get('/orders/statistics'),
      service.patch(`/orders/${id}`, { status: 'placed' }),
      service.call('DELETE', `/orders/${id}`),
    ];
    for (const answer of await Promise.all(calls)) {
      expect(answer).toMatchObject(AWAY);
      expect(JSON.stringify(answer.body)).not.toMatch(/ECONN|127\.0\.0\.1|select|postgres/i);
    }
    await eventually(async () => expect((await service.get('/health/ready')).status).toBe(503));
    expect((await service.get('/health/live')).status).toBe(200);
    await postgres.start();
    const answer = await eventually(async () => {
      const again = await service.post('/orders', body, key);
      expect(again.status).toBe(201);
      return again.body;
    }, { within: 5_000 });
    const { orders } = (await service.get<{ orders: OrderBody[] }>(`/orders?customer_id=${answer.customer_id}`)).body;
    expect(orders).toEqual([answer]);
    await eventually(async () => expect((await service.get('/health/ready')).status).toBe(200));
    expect(await service.events(answer.id)).toHaveLength(1);
  });
});

describe('when every session of the service is ended', () => {
  it('calls are answered, with an order or with 503, and the next ones go well', async () => {
    const end = () => service.db.sql`
      select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'pulse-orders'`;
    const forty = Array.from({ length: 40 }, () => service.post('/orders', anOrderBody()));
    const [answers] = await Promise.all([Promise.all(forty), end()]);
    expect(answers.every(({ status }) => status === 201 || status === 503)).toBe(true);
    await eventually(async () => expect((await service.post('/orders', anOrderBody())).status).toBe(201));
    for (const { status, body } of answers) {
      if (status === 201) expect((await service.get(`/orders/${body.id}`)).body).toEqual(body);
    }
  });
});
