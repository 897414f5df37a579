import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { anItem, anOrderBody } from '../order-body.js';
import { startReplica, startService, type RunningService } from '../service.js';
import { sessionsWaiting } from '../sessions-waiting.js';
import { aProduct } from '../stock.js';

let service: RunningService;
let replica: RunningService;
beforeAll(async () => {
  service = await startService();
  replica = await startReplica(service);
});
afterAll(async () => {
  await replica.stop();
  await service.stop();
});

const aKey = () => ({ 'idempotency-key': `in-use-${randomUUID()}` });

describe('when a request comes while the first one with its idempotency key runs', () => {
  it('it waits for that one, at another replica too, and gets its answer', async () => {
    const other = await service.place();
    const external_ref = randomUUID();
    const [body, key] = [anOrderBody({ external_ref }), aKey()];
    const answers = await service.db.transaction(async (tx) => {
      // Behind this the first one waits when it has its key already.
      await tx`update orders set external_ref = ${external_ref} where id = ${other.id}`;
      const first = service.post('/orders', body, key);
      await sessionsWaiting(service.db, 1);
      const second = replica.post('/orders', body, key);
      await sessionsWaiting(service.db, 2);
      await tx`update orders set external_ref = null where id = ${other.id}`;
      return [first, second];
    });
    const [first, second] = await Promise.all(answers);
    expect([first?.status, second?.status]).toEqual([201, 201]);
    expect(second?.headers['idempotency-replayed']).toBe('true');
    expect(second?.body).toEqual(first?.body);
    expect(await service.events(first?.body.id)).toHaveLength(1);
  });

  it('it is told so when that takes too long, and the key is free when the first one fails', async () => {
    const calls = Object.entries({
      '/orders': anOrderBody(),
      '/orders/bulk': { orders: [anOrderBody()] },
      '/customers': { full_name: 'Ada', email: `${randomUUID()}@example.org` },
    }).map(([path, body]) => ({ path, body, key: aKey() }));
    const send = () => Promise.all(calls.map(({ path, body, key }) => service.post<object>(path, body, key)));
    const rolledBack = service.db.transaction(async (tx) => {
      for (const { key } of calls) {
        await tx`insert into idempotency_keys (key, fingerprint, status, headers, body, created_at)
          values (${key['idempotency-key']}, 'x', 0, '', '', now())`;
      }
      for (const answer of await send())
        expect(answer).toMatchObject({ status: 409, headers: { 'retry-after': '1' }, body: { code: 'idempotency_in_progress' } });
      throw new Error('the first request fails');
    });
    await expect(rolledBack).rejects.toThrow('the first request fails');
    expect((await send()).map(({ status, headers }) => [status, headers['idempotency-replayed']])).toEqual([
      [201, undefined],
      [200, undefined],
      [201, undefined],
    ]);
  });

  it.each([
    ['a change of its product', 'PATCH', '', { name: 'Other' }],
    ['an adjustment of its stock', 'POST', '/stock', { change: 1, reason: 'found' }],
  ])('for an order, it is refused as %s, and neither waits for the other in a circle', async (_, method, path, body) => {
    const [first, second] = (await Promise.all([aProduct(service.db), aProduct(service.db)])).sort();
    const items = [first, second].map((sku) => anItem({ sku }));
    const key = aKey();
    const answers = await service.db.transaction(async (tx) => {
      await tx`select from stock where sku = ${second!} for update`;
      const ordering = service.post<object>('/orders', anOrderBody({ status: 'placed', items }), key);
      await sessionsWaiting(service.db, 1);
      const changing = service.call<object>(method, `/products/${first}${path}`, body, { headers: key });
      await sessionsWaiting(service.db, 2);
      return [ordering, changing];
    });
    const [ordered, changed] = await Promise.all(answers);
    expect(ordered?.status).toBe(201);
    expect(changed).toMatchObject({ status: 422, body: { code: 'idempotency_key_reused' } });
  });
});
