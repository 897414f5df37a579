import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { ProductBody } from '../src/inventory/product.presenter.js';
import { tagOf } from './product.js';
import { startService, type RunningService } from './service.js';
import { stockFaults } from './stock-invariants.js';

let service: RunningService;
beforeAll(async () => {
  service = await startService();
});
afterAll(() => service.stop());

const aSku = () => `P-${randomUUID()}`;
const create = (given: object = {}, headers = {}) =>
  service.post<ProductBody>('/products', { sku: aSku(), name: 'Widget', price: 19.99, on_hand: 10, ...given }, headers);

describe('a new product', () => {
  it('answers what was given, what it stands at, and where it is found', async () => {
    const sku = aSku();
    const given = { low_stock_threshold: 3, allow_backorder: true, metadata: { colour: 'é😀' }, currency: 'USD' };
    const answer = await create({ sku, ...given });
    expect(answer).toMatchObject({
      status: 201,
      headers: { location: `/products/${sku}`, etag: tagOf(answer.body, '1.1') },
      body: { sku, name: 'Widget', price: 19.99, on_hand: 10, held: 0, available: 10, track_stock: true, version: 1, ...given },
    });
    const etag = tagOf(answer.body, '1.1');
    expect(await service.get(`/products/${sku}`)).toMatchObject({ status: 200, headers: { etag }, body: answer.body });
  });

  it('needs no price and no stock', async () => {
    const { status, body } = await service.post<ProductBody>('/products', { sku: aSku(), name: 'A talk' });
    expect([status, body.price, body.on_hand, body.currency, body.low_stock_threshold]).toEqual([201, null, 0, 'EUR', null]);
  });

  it('has the stock of its first day in the ledger and in the stream', async () => {
    const { body } = await create({ on_hand: 7 });
    expect(await stockFaults(service.db)).toEqual([]);
    const told = (await service.stockEvents()).filter((event) => 'sku' in event.body && event.body.sku === body.sku);
    expect(told.map((event) => event.body)).toMatchObject([
      { event_type: 'stock_adjusted', sequence: 1, product_id: body.id, change: 7, on_hand: 7, reason: 'initial stock' },
    ]);
  });

  it.each([
    ['a SKU with a space', { sku: 'a b' }, '/sku'],
    ['a SKU that is another folder in a path', { sku: '..' }, '/sku'],
    ['a SKU of 65 characters', { sku: 'x'.repeat(65) }, '/sku'],
    ['a price with too many decimals', { price: 1.005 }, '/price'],
    ['a negative stock', { on_hand: -1 }, '/on_hand'],
    ['half a unit', { on_hand: 0.5 }, '/on_hand'],
    ['more units than can be counted', { on_hand: 1_000_000_001 }, '/on_hand'],
    ['an unknown currency', { currency: 'XXX1' }, '/currency'],
    ['a name of spaces', { name: '   ' }, '/name'],
    ['a NUL in the name', { name: 'a\u0000' }, '/name'],
    ['a member that is not known', { held: 5 }, '/held'],
  ])('with %s is refused', async (_, given, pointer) => {
    expect(await create(given)).toMatchObject({ status: 422, body: { code: 'validation_failed', errors: [{ pointer }] } });
  });

  it('whose SKU is taken is refused, also when both are created at once', async () => {
    const sku = aSku();
    const answers = await Promise.all(Array.from({ length: 10 }, () => create({ sku })));
    expect(answers.map(({ status }) => status).sort()).toEqual([201, ...Array<number>(9).fill(409)]);
    expect(answers.find(({ status }) => status === 409)).toMatchObject({ body: { code: 'duplicate_sku', sku } });
  });

  it('is created once under an idempotency key, also when it is sent ten times at once', async () => {
    const sku = aSku();
    const key = { 'idempotency-key': sku };
    const answers = await Promise.all(Array.from({ length: 10 }, () => create({ sku }, key)));
    expect(answers.map(({ status }) => status)).toEqual(Array(10).fill(201));
    expect(answers.filter(({ headers }) => headers['idempotency-replayed'] === 'true')).toHaveLength(9);
    expect(await create({ sku, name: 'Other' }, key)).toMatchObject({ status: 422, body: { code: 'idempotency_key_reused' } });
  });
});

describe('products in bulk', () => {
  const bulk = (products: readonly object[], more: object = {}) =>
    service.post<{ results: { status: number; product?: ProductBody }[] }>('/products/bulk', { products, ...more });

  it('are created with a result per row, whatever the other rows are', async () => {
    const taken = (await create()).body.sku;
    const sku = aSku();
    const rows = [{ sku, name: 'A', on_hand: 2 }, { sku, name: 'Again' }, { sku: taken, name: 'Taken' }, { sku: 'x y' }];
    const { body } = await bulk([...rows, { sku: aSku(), name: 'B' }]);
    expect(body.results.map(({ status }) => status)).toEqual([201, 409, 409, 422, 201]);
    expect(body.results[0]?.product).toMatchObject({ sku, name: 'A', on_hand: 2 });
  });

  it('are created all or none with atomic', async () => {
    const sku = aSku();
    expect(await bulk([{ sku, name: 'A' }, {}], { atomic: true })).toMatchObject({
      status: 422,
      body: { code: 'bulk_rejected' },
    });
    expect((await service.get(`/products/${sku}`)).status).toBe(404);
  });

  it('come 500 at a time and no more', async () => {
    const rows = Array.from({ length: 501 }, () => ({ sku: aSku(), name: 'Many', on_hand: 1 }));
    expect((await bulk(rows)).status).toBe(422);
    const { body } = await bulk(rows.slice(1));
    expect(body.results.filter(({ status }) => status === 201)).toHaveLength(500);
    expect(await stockFaults(service.db)).toEqual([]);
  });
});

describe('a product that is read', () => {
  it('has a tag that changes with its stock', async () => {
    const { body, headers } = await create();
    const path = `/products/${body.sku}`;
    const tag = { 'if-none-match': String(headers['etag']) };
    expect((await service.get(path, tag)).status).toBe(304);
    await service.post(`${path}/stock`, { change: 1, reason: 'found one' });
    expect(await service.get(path, tag)).toMatchObject({ status: 200, body: { on_hand: 11, version: 1 } });
  });

  it.each(['none', 'a%20b', '%00', '..%2F..', 'x'.repeat(300)])('is not found under %j', async (sku) => {
    expect(await service.get(`/products/${sku}`)).toMatchObject({ status: 404, body: { code: 'product_not_found' } });
  });
});
