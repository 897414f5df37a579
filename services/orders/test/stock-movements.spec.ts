import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { MovementBody } from '../src/inventory/reading/movements.queries.js';
import { startService, type RunningService } from './service.js';
import { walk, type AnyPage } from './walk.js';

interface Page extends AnyPage {
  readonly movements: readonly MovementBody[];
  readonly total?: number;
}

let service: RunningService;
beforeAll(async () => {
  service = await startService();
});
afterAll(() => service.stop());

/** A product that was received, sold, adjusted and sold again, and the orders that it was sold to. */
async function setup() {
  const sku = `P-${randomUUID()}`;
  const path = `/products/${sku}/stock/movements`;
  const sell = async (qty: number) => (await service.place({ status: 'placed', items: [{ sku, qty, price: 1 }] })).id;
  await service.post('/products', { sku, name: 'Widget', on_hand: 10 }, { 'x-actor': 'shop' });
  const kept = await sell(2);
  await service.post(`/products/${sku}/stock`, { change: 5, reason: 'delivery', document: 'DN-7' }, { 'x-actor': 'u-1' });
  const cancelled = await sell(3);
  await service.patch(`/orders/${cancelled}`, { status: 'cancelled', reason: 'changed my mind' });
  await service.patch(`/orders/${kept}`, { status: 'shipped' });
  const all = (query: string) => walk(service, `${path}?${query}`, ({ movements }: Page) => movements);
  return { sku, path, kept, cancelled, all };
}

describe('the ledger of a product', () => {
  it('tells every movement, the newest first, with who, why and for which order', async () => {
    const { path, kept, cancelled } = await setup();
    const { status, body } = await service.get<Page>(path);
    expect([status, body.next_cursor, body.has_more]).toEqual([200, null, false]);
    expect(body.movements).toMatchObject([
      { number: 6, kind: 'commit', on_hand_change: -2, held_change: -2, on_hand: 13, held: 0, available: 13, order_id: kept },
      { number: 5, kind: 'release', held_change: -3, held: 2, order_id: cancelled, order_sequence: 2, reason: 'changed my mind' },
      { number: 4, kind: 'hold', held_change: 3, held: 5, order_id: cancelled },
      { number: 3, kind: 'adjust', on_hand_change: 5, reason: 'delivery', document: 'DN-7', actor: 'u-1', order_id: null },
      { number: 2, kind: 'hold', held_change: 2, available: 8, order_id: kept },
      { number: 1, kind: 'adjust', on_hand_change: 10, held_change: 0, reason: 'initial stock', actor: 'shop' },
    ]);
  });

  it('adds up to the stock, in pages of any length', async () => {
    const { sku, all } = await setup();
    for (const limit of [1, 2, 4, 6, 100]) {
      const movements = await all(`limit=${limit}`);
      expect(movements.map(({ number }) => number)).toEqual([6, 5, 4, 3, 2, 1]);
      const sumOf = (change: 'on_hand_change' | 'held_change') => movements.reduce((sum, one) => sum + one[change], 0);
      const sums = { on_hand: sumOf('on_hand_change'), held: sumOf('held_change') };
      expect((await service.get(`/products/${sku}/stock`)).body).toMatchObject(sums);
    }
  });

  it('keeps the place of a reader while more is booked', async () => {
    const { sku, path } = await setup();
    const first = await service.get<Page>(`${path}?limit=2`);
    await service.post(`/products/${sku}/stock`, { change: 1, reason: 'found' });
    const second = await service.get<Page>(`${path}?limit=2&cursor=${first.body.next_cursor}`);
    expect(second.body.movements.map(({ number }) => number)).toEqual([4, 3]);
  });

  it('can be narrowed, counted and skipped into', async () => {
    const { kept, all, path } = await setup();
    const numbers = async (query: string) => (await all(query)).map(({ number }) => number);
    expect(await numbers(`order_id=${kept}`)).toEqual([6, 2]);
    expect(await numbers(`order_id=${kept.toUpperCase()}&kind=commit`)).toEqual([6]);
    expect(await numbers('kind=hold&kind=release&limit=1')).toEqual([5, 4, 2]);
    expect(await numbers(`order_id=${randomUUID()}`)).toEqual([]);
    const { body, headers } = await service.get<Page>(`${path}?include_total=true&skip=4&limit=1&kind=hold&kind=adjust`);
    expect([body.total, body.movements]).toEqual([4, []]);
    expect(headers['link']).toBeUndefined();
  });

  it.each([
    ['kind=sold', 422], ['kind=', 422], ['order_id=x', 422], ['limit=0', 422], ['skip=-1', 422], ['sku=A', 422],
    ['cursor=x', 400],
  ])('refuses the query %s', async (query, status) => {
    const { path } = await setup();
    expect((await service.get(`${path}?${query}`)).status).toBe(status);
  });

  it('refuses the cursor of another product', async () => {
    const [one, other] = [await setup(), await setup()];
    const { body } = await service.get<Page>(`${one.path}?limit=1`);
    expect(await service.get(`${other.path}?limit=1&cursor=${body.next_cursor}`)).toMatchObject({ status: 400 });
  });

  it.each(['none', 'a%20b', '%00'])('of %s is not found', async (sku) => {
    expect(await service.get(`/products/${sku}/stock/movements`)).toMatchObject({
      status: 404,
      body: { code: 'product_not_found' },
    });
  });
});
