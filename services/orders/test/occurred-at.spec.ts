import { describe, expect, it } from '@jest/globals';
import { anOrderBody } from './order-body.js';
import { startService } from './service.js';

interface WithErrors {
  readonly errors?: readonly { readonly pointer: string }[];
}

const LAST_SPRING = '2026-04-02T09:15:00.250Z';

describe('times of the past', () => {
  it('are refused, not ignored, unless the service was set up to take them', async () => {
    const { post, get, stop } = await startService();
    const refused = await post<WithErrors>('/orders', anOrderBody(), { 'x-occurred-at': LAST_SPRING });
    expect(refused).toMatchObject({
      status: 422,
      body: { errors: [{ pointer: '/headers/x-occurred-at', message: expect.stringContaining('ALLOW_BACKDATING') }] },
    });
    const listed = await get('/orders', { 'x-occurred-at': LAST_SPRING });
    expect(listed).toMatchObject({ status: 200, body: { orders: [] } });
    await stop();
  });

  it('are kept in the order, its journey and its events, and sort it among the orders of its day', async () => {
    const { post, patch, get, events, stop } = await startService({ ALLOW_BACKDATING: 'true' });
    const today = await post('/orders', anOrderBody());
    const { body: order } = await post('/orders', anOrderBody(), { 'x-occurred-at': LAST_SPRING });
    const placedAt = '2026-04-02T10:00:00.000Z';
    await patch(`/orders/${order.id}`, { status: 'placed' }, { 'x-occurred-at': '2026-04-02T12:00:00+02:00' });
    expect((await get(`/orders/${order.id}`)).body).toMatchObject({ created_at: LAST_SPRING, updated_at: placedAt });
    const journey = await get<{ journey: { at: string }[] }>(`/orders/${order.id}/journey`);
    expect(JSON.stringify(journey.body)).toContain(placedAt);
    expect((await events(order.id)).map(({ body }) => body.occurred_at)).toEqual([LAST_SPRING, placedAt]);
    const listed = await get<{ orders: { id: string }[] }>('/orders');
    expect(listed.body.orders.map(({ id }) => id)).toEqual([today.body.id, order.id]);
    const ofThatDay = await get<{ orders: { id: string }[] }>('/orders?created_before=2026-05-01T00:00:00Z');
    expect(ofThatDay.body.orders.map(({ id }) => id)).toEqual([order.id]);
    await stop();
  });

  it('leave an idempotency key the whole day from the call that it was promised', async () => {
    const { db, post, patch, stop } = await startService({ ALLOW_BACKDATING: 'true' });
    const { body } = await post('/orders', anOrderBody(), { 'x-occurred-at': LAST_SPRING, 'idempotency-key': 'import-1' });
    const later = { 'x-occurred-at': '2026-04-02T10:00:00Z', 'idempotency-key': 'import-2' };
    await patch(`/orders/${body.id}`, { status: 'placed' }, later);
    const old = await db.sql`select key from idempotency_keys where created_at < now() - interval '1 minute'`;
    expect(old).toEqual([]);
    await stop();
  });

  it('are times, and past', async () => {
    const { post, stop } = await startService({ ALLOW_BACKDATING: 'true' });
    const soon = new Date(Date.now() + 60_000).toISOString();
    for (const wrong of ['yesterday', '2026-02-30T00:00:00Z', '1970-01-02T00:00:00Z', '', soon]) {
      const { status, body } = await post<WithErrors>('/orders', anOrderBody(), { 'x-occurred-at': wrong });
      const pointer = body.errors?.[0]?.pointer;
      expect({ wrong, status, pointer }).toEqual({ wrong, status: 422, pointer: '/headers/x-occurred-at' });
    }
    await stop();
  });
});
