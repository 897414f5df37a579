import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { OrderBody } from '../src/orders/order.presenter.js';
import { anItem } from './order-body.js';
import { startService, type RunningService } from './service.js';
import type { AnyPage } from './walk.js';

interface Page extends AnyPage {
  readonly orders: readonly OrderBody[];
  readonly total?: number;
}

const SORTS = ['-created_at', 'created_at', '-updated_at', 'updated_at', '-total_amount', 'total_amount'];
const COUNT = 60;

let service: RunningService;
const shop = `shop-${randomUUID()}`;
const list = async (query: string) => (await service.get<Page>(`/orders?${query}`)).body;

beforeAll(async () => {
  service = await startService();
  // A third of the totals are equal, so that ties must be broken; some orders are changed, so that times differ in order.
  const placed = [];
  for (let n = 0; n < COUNT; n += 10) {
    const prices = Array.from({ length: 10 }, (_, i) => (n + i) % 20);
    placed.push(...(await Promise.all(prices.map((price) => service.place({ facility_id: shop, items: [anItem({ price })] })))));
  }
  await Promise.all(placed.slice(0, 20).map(({ id }) => service.patch(`/orders/${id}`, { metadata: { seen: true } })));
});
afterAll(() => service.stop());

async function walk(query: string): Promise<OrderBody[]> {
  const found: OrderBody[] = [];
  for (let cursor: string | null = ''; cursor !== null;) {
    const page: Page = await list(`${query}${cursor && `&cursor=${cursor}`}`);
    expect(page.has_more).toBe(page.next_cursor !== null);
    found.push(...page.orders);
    cursor = page.next_cursor;
  }
  return found;
}

const SORT_VALUES: Record<string, (order: OrderBody) => number> = {
  created_at: ({ created_at: at }) => Date.parse(at),
  updated_at: ({ updated_at: at }) => Date.parse(at),
  total_amount: ({ total_amount: total }) => total,
};

describe('a list of orders', () => {
  it.each(SORTS)('sorted by %s gives every order once, page by page', async (sort) => {
    const all = await walk(`facility_id=${shop}&sort=${sort}&limit=7`);
    expect(new Set(all.map(({ id }) => id)).size).toBe(COUNT);
    expect(all).toHaveLength(COUNT);
    const values = all.map(SORT_VALUES[sort.replace('-', '')] as (order: OrderBody) => number);
    expect(values).toEqual([...values].sort((a, b) => (sort.startsWith('-') ? b - a : a - b)));
  });

  it.each(['-created_at', 'created_at'])('of several statuses has them in one order by %s, page by page', async (sort) => {
    for (const status of ['pending', 'placed', 'pending', 'placed', 'pending']) await service.place({ status });
    const all = await walk(`status=pending&status=placed&sort=${sort}&limit=2`);
    const ids = all.map(({ id }) => id);
    expect(new Set(all.map(({ status }) => status))).toEqual(new Set(['pending', 'placed']));
    expect(ids).toEqual(sort === 'created_at' ? ids.toSorted() : ids.toSorted().reverse());
    expect(ids).toHaveLength(new Set(ids).size);
    expect((await walk('phase=open&limit=3')).map(({ id }) => id)).toEqual(ids.toSorted().reverse());
    const skipped = await list(`status=pending&status=placed&sort=${sort}&skip=2&limit=2`);
    expect(skipped.orders.map(({ id }) => id)).toEqual(ids.slice(2, 4));
  });

  it('has every order once when a status is named twice, be it in another of its words', async () => {
    const facility_id = `twice-${randomUUID()}`;
    const { id } = await service.place({ facility_id, status: 'placed' });
    await service.patch(`/orders/${id}`, { status: 'cancelled' });
    for (const words of [['cancelled', 'canceled'], ['cancelled', 'cancelled']]) {
      const ids = (await walk(words.map((word) => `status=${word}`).join('&'))).map((order) => order.id);
      expect(ids).toContain(id);
      expect(ids).toHaveLength(new Set(ids).size);
    }
  });

  it('is not disturbed by orders that are placed during the walk', async () => {
    const facility_id = `busy-${randomUUID()}`;
    for (let n = 0; n < 4; n += 1) await service.place({ facility_id });
    const first = await list(`facility_id=${facility_id}&limit=2`);
    await service.place({ facility_id });
    const second = await list(`facility_id=${facility_id}&limit=2&cursor=${first.next_cursor}`);
    expect(new Set([...first.orders, ...second.orders].map(({ id }) => id)).size).toBe(4);
    expect(second).toMatchObject({ has_more: false, next_cursor: null });
  });

  it('has 20 orders with their items by default, newest first, and counts only when asked', async () => {
    const page = await list(`facility_id=${shop}`);
    expect(page.orders).toHaveLength(20);
    expect(page.orders[0]?.items).toHaveLength(1);
    expect(page).not.toHaveProperty('total');
    expect((await list(`facility_id=${shop}&include_total=true&limit=1`)).total).toBe(COUNT);
  });

  it('count by status, phase and currency as if they counted the orders one by one', async () => {
    await service.place({ status: 'placed', currency: 'JPY', items: [anItem({ price: 5 })] });
    const always = 'created_after=2000-01-01T00:00:00Z&limit=1&include_total=true';
    const filters = ['', 'status=draft', 'status=placed&status=draft', 'phase=open&currency=JPY', 'status=draft&phase=open'];
    for (const filter of filters) {
      const { total } = await list(`${filter}&limit=1&include_total=true`);
      expect([filter, total]).toEqual([filter, (await list(`${filter}&${always}`)).total]);
    }
    expect((await list('phase=open&currency=JPY&include_total=true')).total).toBe(1);
  });

  it('can be skipped into, and names its next page in a header', async () => {
    const all = await walk(`facility_id=${shop}&limit=100`);
    const { headers, body } = await service.get<Page>(`/orders?facility_id=${shop}&limit=5&skip=10`);
    expect(body.orders).toEqual(all.slice(10, 15));
    const [, next = ''] = /^<(.*)>; rel="next"$/.exec(headers['link'] ?? '') ?? [];
    expect((await service.get<Page>(next)).body.orders).toEqual(all.slice(15, 20));
    expect((await service.get<Page>(`/orders?facility_id=${shop}&limit=100`)).headers['link']).toBeUndefined();
    expect(await list(`facility_id=${shop}&skip=10000`)).toEqual({ orders: [], next_cursor: null, has_more: false });
  });

  it.each([
    ['forged', () => Buffer.from(`AAAAAAAAAAA.0.${randomUUID()}`).toString('base64url')],
    ['of another filter', async () => (await list('limit=1')).next_cursor],
    ['of another sort', async () => (await list(`facility_id=${shop}&sort=total_amount&limit=1`)).next_cursor],
    ['cut short', async () => (await list(`facility_id=${shop}&limit=1`)).next_cursor?.slice(0, -4)],
    ['no cursor at all', () => 'x'],
  ])('refuses a cursor that is %s', async (_, cursor) => {
    const answer = await service.get(`/orders?facility_id=${shop}&cursor=${await cursor()}`);
    expect(answer).toMatchObject({ status: 400, body: { code: 'invalid_cursor' } });
  });

  it('takes either a cursor or a number to skip', async () => {
    const { next_cursor: cursor } = await list(`facility_id=${shop}&limit=1`);
    const answer = await service.get(`/orders?facility_id=${shop}&cursor=${cursor}&skip=1`);
    expect(answer).toMatchObject({ status: 422, body: { code: 'validation_failed' } });
  });
});
