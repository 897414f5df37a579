import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { eventually, openGate, type Gate } from '#libs/testing';
import { anOrderBody } from '../order-body.js';
import { startReplica, startService, type RunningService } from '../service.js';

let service: RunningService;
let behindGate: RunningService;
let gate: Gate;
beforeAll(async () => {
  service = await startService();
  gate = await openGate(service.world.databaseUrl);
  behindGate = await startReplica(service, { DATABASE_URL: gate.url, DB_ANSWER_TIMEOUT_MS: '1000' });
});
afterAll(async () => {
  await behindGate.stop();
  gate.close();
  await service.stop();
});

const AWAY = { status: 503, headers: { 'retry-after': '2' }, body: { code: 'database_unavailable' } };

describe('when the connection to the database breaks after the commit and before its answer', () => {
  it.each([
    ['an order', '/orders', (customer_id: string) => anOrderBody({ customer_id }), 201],
    ['a bulk request', '/orders/bulk', (customer_id: string) => ({ orders: [anOrderBody({ customer_id })] }), 200],
  ])('%s is unknown to the client, a repeat with the same key finds out that it was done', async (_, path, bodyOf, status) => {
    const customer = randomUUID();
    const body = bodyOf(customer);
    const key = { 'idempotency-key': `lost-${customer}` };
    gate.loseAnswerTo(customer);
    const first = behindGate.post(path, body, key);
    const placed = () => service.db.sql<{ id: string }[]>`select id from orders where customer_id = ${customer}`;
    await eventually(async () => (await placed()).length === 1);
    gate.cut();
    expect(await first).toMatchObject(AWAY);
    const again = await eventually(async () => {
      const answer = await behindGate.post<object>(path, body, key);
      expect(answer).toMatchObject({ status, headers: { 'idempotency-replayed': 'true' } });
      return answer;
    });
    const [order, ...more] = await placed();
    expect([JSON.stringify(again.body).includes(order?.id ?? '-'), more]).toEqual([true, []]);
    expect(await service.events(order?.id)).toHaveLength(1);
  });
});

describe('when the answers of the database are lost and the connection stays open', () => {
  it('the connection is given up, so that no place in the pool is lost for ever', async () => {
    for (let round = 0; round < 3; round += 1) {
      const [body, key] = [anOrderBody(), { 'idempotency-key': randomUUID() }];
      gate.loseAnswerTo(String(body.customer_id));
      expect(await behindGate.post('/orders', body, key)).toMatchObject(AWAY);
      const again = await behindGate.post('/orders', body, key);
      expect(again).toMatchObject({ status: 201, body: { customer_id: body.customer_id } });
    }
  });
});
