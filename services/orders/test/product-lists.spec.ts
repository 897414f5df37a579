import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { ProductBody } from '../src/inventory/product.presenter.js';
import { anOrderBody } from './order-body.js';
import { createProduct } from './product.js';
import { startService, type Answer, type RunningService } from './service.js';
import type { AnyPage } from './walk.js';

interface List extends AnyPage {
  readonly products: readonly ProductBody[];
  readonly total?: number;
}

const CATALOGUE = [
  { sku: 'APPLE-1', name: 'apple', on_hand: 5, low_stock_threshold: 5 },
  { sku: 'APPLE-2', name: 'Apple pie 100%', on_hand: 6, low_stock_threshold: 5 },
  { sku: 'PEAR_1', name: 'Pear', on_hand: 0 },
  { sku: 'PEAR.2', name: 'Birne 😀', on_hand: 1 },
  { sku: 'TALK', name: 'A talk about pears', on_hand: 0, track_stock: false },
  { sku: 'OLD', name: 'apple', on_hand: 0 },
];

let service: RunningService;
beforeAll(async () => {
  service = await startService();
  for (const product of CATALOGUE) await createProduct(service, product);
  await service.patch('/products/OLD', { archived: true });
});
afterAll(() => service.stop());

const list = async (query: string) => (await service.get<List>(`/products${query}`)).body;
const skus = async (query: string) => (await list(query)).products.map(({ sku }) => sku);

describe('the products', () => {
  it('are those on sale, newest first, as each is read alone', async () => {
    const { products, has_more } = await list('');
    expect(products.map(({ sku }) => sku)).toEqual(['TALK', 'PEAR.2', 'PEAR_1', 'APPLE-2', 'APPLE-1']);
    expect(products[0]).toEqual((await service.get('/products/TALK')).body);
    expect(has_more).toBe(false);
  });

  it.each([
    ['?sku=PEAR_1', ['PEAR_1']],
    ['?sku=PEAR_1&sku=APPLE-2&sku=NONE', ['PEAR_1', 'APPLE-2']],
    ['?sku=pear_1', []],
    ['?sku=PEAR', []],
    ['?q=r_1', ['PEAR_1']],
    ['?name=pEAR', ['TALK', 'PEAR_1']],
    ['?name=100%25', ['APPLE-2']],
    ['?name=%25', ['APPLE-2']],
    ['?q=pear', ['TALK', 'PEAR.2', 'PEAR_1']],
    ['?q=%F0%9F%98%80', ['PEAR.2']],
    ['?q=apple&archived=any', ['OLD', 'APPLE-2', 'APPLE-1']],
    ['?archived=true', ['OLD']],
    ['?archived=false&sku=OLD', []],
    ['?low_stock=true', ['PEAR_1', 'APPLE-1']],
    ['?low_stock=false', ['TALK', 'PEAR.2', 'APPLE-2']],
    ["?q=' or '1'='1", []],
  ])('of %s are %j', async (query, expected) => {
    expect(await skus(query)).toEqual(expected);
  });

  it.each([
    ['created_at', ['APPLE-1', 'APPLE-2', 'PEAR_1', 'PEAR.2', 'TALK', 'OLD']],
    ['-created_at', ['OLD', 'TALK', 'PEAR.2', 'PEAR_1', 'APPLE-2', 'APPLE-1']],
    ['name', ['TALK', 'APPLE-1', 'OLD', 'APPLE-2', 'PEAR.2', 'PEAR_1']],
    ['-name', ['PEAR_1', 'PEAR.2', 'APPLE-2', 'OLD', 'APPLE-1', 'TALK']],
    ['available', ['PEAR_1', 'TALK', 'OLD', 'PEAR.2', 'APPLE-1', 'APPLE-2']],
    ['-available', ['APPLE-2', 'APPLE-1', 'PEAR.2', 'OLD', 'TALK', 'PEAR_1']],
  ])('by %s come in pages that miss and repeat nothing', async (sort, expected) => {
    const found: string[] = [];
    let next: string | null = `/products?archived=any&limit=2&sort=${sort}`;
    while (next !== null) {
      const { body, headers }: Answer<List> = await service.get<List>(next);
      found.push(...body.products.map(({ sku }) => sku));
      next = /<([^>]+)>/.exec(headers['link'] ?? '')?.[1] ?? null;
      expect(next === null).toBe(body.next_cursor === null);
    }
    expect(found).toEqual(expected);
  });

  it('by SKU are the same forwards and backwards, in pages and at once', async () => {
    const all = await skus('?sort=sku');
    expect(await skus('?sort=-sku')).toEqual([...all].reverse());
    const { next_cursor } = await list('?sort=sku&limit=3');
    expect(await skus(`?sort=sku&limit=3&cursor=${next_cursor}`)).toEqual(all.slice(3));
  });

  it('are counted when asked, and passed over', async () => {
    expect(await list('?include_total=true&limit=1&skip=1')).toMatchObject({ total: 5, products: [{ sku: 'PEAR.2' }] });
    expect((await list('')).total).toBeUndefined();
  });

  it('go on after the longest name', async () => {
    const long = { name: '😀'.repeat(200) };
    for (const sku of ['LONG-1', 'LONG-2']) await createProduct(service, { ...long, sku });
    await Promise.all(['LONG-1', 'LONG-2'].map((sku) => service.patch(`/products/${sku}`, { archived: true })));
    const { next_cursor } = await list('?sort=name&q=LONG&archived=true&limit=1');
    expect(await skus(`?sort=name&q=LONG&archived=true&limit=1&cursor=${next_cursor}`)).toEqual(['LONG-2']);
  });

  it('of one list are not found by the cursor of another', async () => {
    const { next_cursor } = await list('?limit=1');
    const answer = await service.get(`/products?limit=1&sort=name&cursor=${next_cursor}`);
    expect(answer).toMatchObject({ status: 400, body: { code: 'invalid_cursor' } });
  });

  it.each(['limit=0', 'skip=10001', 'sort=constructor', 'archived=1', 'low_stock=yes', 'sku=', `sku=${'x'.repeat(65)}`,
    Array.from({ length: 101 }, (_, n) => `sku=${n}`).join('&'),
    'name=%00', 'q=a%0ab', 'id=1', 'sort=sku&sort=name', `cursor=${'x'.repeat(1_201)}`, 'cursor=a&skip=1'])(
    'are not asked for by %s', async (query) => {
      expect(await service.get(`/products?${query}`)).toMatchObject({ status: 422, body: { code: 'validation_failed' } });
    });
});

describe('what is low', () => {
  it('follows what orders hold', async () => {
    const { sku } = await createProduct(service, { sku: 'LOW-1', on_hand: 3, low_stock_threshold: 1 });
    expect(await skus('?low_stock=true&sku=LOW-1')).toEqual([]);
    await service.post('/orders', anOrderBody({ status: 'placed', items: [{ sku, qty: 2, price: 1 }] }));
    expect(await skus('?low_stock=true&sku=LOW-1')).toEqual([sku]);
    await service.patch(`/products/${sku}`, { archived: true });
  });

  it('comes before all else by what is available, below zero too', async () => {
    const backordered = { sku: 'OWED', name: 'owed', on_hand: 1, allow_backorder: true };
    const { sku } = await createProduct(service, backordered);
    await createProduct(service, { sku: 'OWED-2', name: 'owed', on_hand: 0 });
    await service.post('/orders', anOrderBody({ status: 'placed', items: [{ sku, qty: 4, price: 1 }] }));
    const { products, next_cursor } = await list('?q=owed&sort=available&limit=1');
    expect(products).toMatchObject([{ sku, on_hand: 1, held: 4, available: -3 }]);
    expect(await skus(`?q=owed&sort=available&limit=1&cursor=${next_cursor}`)).toEqual(['OWED-2']);
    await Promise.all([sku, 'OWED-2'].map((one) => service.patch(`/products/${one}`, { archived: true })));
  });
});
