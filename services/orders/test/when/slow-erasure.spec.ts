import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { eventually } from '#libs/testing';
import { aCustomer } from '../customer.js';
import { whileGateIsClosed } from '../gate.js';
import { startReplica, startService, type RunningService } from '../service.js';

let service: RunningService;
let impatient: RunningService;
beforeAll(async () => {
  service = await startService();
  impatient = await startReplica(service, { DEADLINE_MS: '500' });
});
afterAll(async () => {
  await impatient.stop();
  await service.stop();
});

describe('when an erasure takes longer than the deadline', () => {
  it('the client gets 503, the erasure goes on to its end, and a repeat with the same key gets its answer', async () => {
    const customer = await aCustomer(service);
    const order = await service.place({ customer_id: customer.id, customer_name: 'Ada', metadata: { note: 'likes tea' } });
    const key = { 'idempotency-key': randomUUID() };
    const erase = (client: RunningService) => client.post<object>(`/customers/${customer.id}/erase`, {}, key);
    await whileGateIsClosed(service.db, 'update on customers', async () => {
      expect(await erase(impatient)).toMatchObject({ status: 503, body: { code: 'deadline_exceeded' } });
      expect(await erase(service)).toMatchObject({ status: 409, body: { code: 'idempotency_in_progress' } });
      expect((await service.get(`/orders/${order.id}`)).body).toEqual(order);
    });
    await eventually(async () => expect((await service.get(`/orders/${order.id}`)).body.metadata).toEqual({}));
    expect(await erase(service)).toMatchObject({
      status: 200,
      headers: { 'idempotency-replayed': 'true' },
      body: { id: customer.id, erased_at: expect.any(String) },
    });
    const told = (await service.events(order.id)).map(({ body }) => body.event_type);
    expect(told).toEqual(['order_created', 'order_updated']);
  });
});
