import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { eventually, Proxy } from '#libs/testing';
import { anOrderBody } from '../order-body.js';
import { startReplica, startService, type RunningService } from '../service.js';

let service: RunningService;
let behindProxy: RunningService;
let proxy: Proxy;
beforeAll(async () => {
  service = await startService();
  proxy = await Proxy.open(service.world.databaseUrl);
  behindProxy = await startReplica(service, { DATABASE_URL: proxy.url, DB_ANSWER_TIMEOUT_MS: '1000' });
});
afterAll(async () => {
  await behindProxy.stop();
  proxy.close();
  await service.stop();
});

/** Of the connection over which this text goes to the database, which stays open. */
const loseAnswerTo = (text: string) =>
  proxy.setStrike((piece, direction) => (direction === 'there' && piece.includes(text) ? 'mute' : 'pass'));

const AWAY = { status: 503, headers: { 'retry-after': '2' }, body: { code: 'database_unavailable' } };

describe('when the connection to the database breaks after the commit and before its answer', () => {
  it.each([
    ['an order', '/orders', (customer_id: string) => anOrderBody({ customer_id }), 201],
    ['a bulk request', '/orders/bulk', (customer_id: string) => ({ orders: [anOrderBody({ customer_id })] }), 200],
  ])('%s is unknown to the client, a repeat with the same key finds out that it was done', async (_, path, bodyOf, status) => {
    const customer = randomUUID();
    const body = bodyOf(customer);
    const key = { 'idempotency-key': `lost-${customer}` };
    loseAnswerTo(customer);
    const first = behindProxy.post(path, body, key);
    const placed = () => service.db.sql<{ id: string }[]>`select id from orders where customer_id = ${customer}`;
    await eventually(async () => (await placed()).length === 1);
    proxy.setStrike();
    proxy.resetAll();
    expect(await first).toMatchObject(AWAY);
    const again = await eventually(async () => {
      const answer = await behindProxy.post<object>(path, body, key);
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
      loseAnswerTo(String(body.customer_id));
      expect(await behindProxy.post('/orders', body, key)).toMatchObject(AWAY);
      proxy.setStrike();
      const again = await behindProxy.post('/orders', body, key);
      expect(again).toMatchObject({ status: 201, body: { customer_id: body.customer_id } });
    }
  });
});
