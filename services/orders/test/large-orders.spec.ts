import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { OrderBody } from '../src/orders/order.presenter.js';
import { theLargestOrder } from './order-body.js';
import { startService, type RunningService } from './service.js';
import type { AnyPage } from './walk.js';

interface Page extends AnyPage {
  readonly orders: readonly OrderBody[];
}

let service: RunningService;
beforeAll(async () => {
  service = await startService();
});
afterAll(() => service.stop());

describe('an order as large as it may be', () => {
  it('is taken, and its events fit into the broker', async () => {
    const { id, items } = await service.place(theLargestOrder());
    expect(items).toHaveLength(500);
    expect((await service.patch(`/orders/${id}`, { status: 'shipped' })).status).toBe(200);
    expect((await service.events(id)).map(({ body }) => body.sequence)).toEqual([1, 2]);
    expect(await service.db.sql`select key from outbox_dead`).toEqual([]);
  });

  it('has so many items moved in one call only as fit into an event', async () => {
    const { id, items } = await service.place(theLargestOrder());
    const moves = items.map((item) => ({ item_id: item.id, status: 'ready' }));
    const { status, body } = await service.patch<{ code: string }>(`/orders/${id}/items`, moves);
    expect([status, body.code]).toEqual([413, 'event_too_large']);
    expect((await service.patch(`/orders/${id}/items`, moves.slice(0, 100))).status).toBe(200);
    expect((await service.events(id)).map(({ body }) => body.sequence)).toEqual([1, 2, 3]);
  });

  it('waits for its turn to be changed, and knows then whether others changed it meanwhile', async () => {
    const items = Array.from({ length: 500 }, (_, index) => ({ sku: `WIDGET-${index}`, qty: 1, price: 1 }));
    const orders = await Promise.all(Array.from({ length: 8 }, () => service.place({ items })));
    const hold = async ({ id }: OrderBody) => {
      const headers = { 'if-match': '"1"' };
      const change = () => service.call('PATCH', `/orders/${id}`, { on_hold: true }, { headers });
      const answers = await Promise.all([change(), change(), change()]);
      return answers.map(({ status }) => status).sort();
    };
    expect(await Promise.all(orders.map(hold))).toEqual(orders.map(() => [200, 412, 412]));
    const removals = await Promise.all(orders.map(({ id }) => service.call('DELETE', `/orders/${id}`)));
    expect(removals.map(({ status }) => status)).toEqual(orders.map(() => 204));
  });

  it('makes the pages of a list shorter, and none of it is passed over', async () => {
    const facility_id = randomUUID();
    const items = Array.from({ length: 500 }, () => ({ sku: 'WIDGET-001', qty: 1, price: 1 }));
    const placed = await Promise.all(Array.from({ length: 6 }, () => service.place({ facility_id, items })));
    const page = async (query: string) => {
      const { body } = await service.get<Page>(`/orders?facility_id=${facility_id}&sort=created_at&limit=100${query}`);
      return { ids: body.orders.map(({ id }) => id), cursor: body.next_cursor, more: body.has_more };
    };
    const ids = placed.map(({ id }) => id).sort();
    const first = await page('');
    expect(first).toMatchObject({ ids: ids.slice(0, 4), more: true });
    expect(await page(`&cursor=${first.cursor}`)).toEqual({ ids: ids.slice(4), cursor: null, more: false });
    expect(await page('&skip=4')).toEqual({ ids: ids.slice(4), cursor: null, more: false });
    expect(await page('&skip=2')).toEqual({ ids: ids.slice(2), cursor: null, more: false });
  });
});
