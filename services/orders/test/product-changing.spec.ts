import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { ProductBody } from '../src/inventory/product.presenter.js';
import { anOrderBody } from './order-body.js';
import { createProduct, tagOf } from './product.js';
import { startService, type RunningService } from './service.js';
import { stockFaults } from './stock-invariants.js';

let service: RunningService;
beforeAll(async () => {
  service = await startService();
});
afterAll(() => service.stop());

async function setup(given: Readonly<Record<string, unknown>> = {}) {
  const product = await createProduct(service, given);
  const { sku } = product;
  const path = `/products/${sku}`;
  return {
    sku,
    path,
    ifMatch: (...tags: string[]) => ({ 'if-match': tags.map((tag) => tagOf(product, tag)).join(', ') }),
    get: () => service.get<ProductBody>(path),
    patch: (body: unknown, headers = {}) => service.patch<ProductBody>(path, body, headers),
    order: (qty = 1, status = 'placed') => service.post('/orders', anOrderBody({ status, items: [{ sku, qty, price: 1 }] })),
    delete: (headers = {}) => service.call('DELETE', path, undefined, { headers }),
  };
}

describe('a patch of a product', () => {
  it('changes what it names and leaves the rest', async () => {
    const { patch, get, ifMatch } = await setup({ metadata: { a: 1, b: { c: 2, d: 3 } }, low_stock_threshold: 2 });
    const given = { name: 'Gadget', price: 5, low_stock_threshold: null, track_stock: false, allow_backorder: true };
    const answer = await patch({ ...given, metadata: { a: null, b: { c: 9 } } });
    expect(answer).toMatchObject({
      status: 200,
      headers: { etag: ifMatch('2.1')['if-match'] },
      body: { ...given, metadata: { b: { c: 9, d: 3 } }, version: 2, on_hand: 10, currency: 'EUR', archived_at: null },
    });
    expect((await get()).body).toEqual(answer.body);
  });

  it('may come as a merge patch, in which null takes a price away and empties the metadata', async () => {
    const { patch } = await setup({ metadata: { a: 1 } });
    const type = { 'content-type': 'application/merge-patch+json' };
    expect((await patch({ price: null, metadata: null }, type)).body).toMatchObject({ price: null, metadata: {} });
  });

  it('that changes nothing is answered and counts for nothing', async () => {
    const { patch, get } = await setup({ metadata: { b: 1, a: 2 } });
    const { body } = await get();
    for (const same of [{}, { name: 'Widget', price: 19.99, metadata: { a: 2, b: 1 } }, { archived: false }]) {
      expect(await patch(same)).toMatchObject({ status: 200, body });
    }
  });

  it('takes a price in the decimals of the currency that the product has then', async () => {
    const { patch } = await setup();
    const refused = { status: 422, body: { errors: [{ pointer: '/price' }] } };
    expect(await patch({ currency: 'JPY' })).toMatchObject(refused);
    expect(await patch({ currency: 'JPY', price: 19.99 })).toMatchObject(refused);
    expect((await patch({ currency: 'JPY', price: 1999 })).body).toMatchObject({ price: 1999, currency: 'JPY' });
    expect(await patch({ price: 0.5 })).toMatchObject(refused);
    expect((await patch({ currency: 'KWD', price: null })).body).toMatchObject({ price: null, currency: 'KWD' });
    expect((await patch({ currency: 'EUR' })).body).toMatchObject({ price: null, currency: 'EUR' });
  });

  it.each([
    ['null for a name', { name: null }, '/name'],
    ['an unknown currency', { currency: 'XXX' }, '/currency'],
    ['a negative threshold', { low_stock_threshold: -1 }, '/low_stock_threshold'],
    ['text for a flag', { archived: 'true' }, '/archived'],
    ['a SKU, which never changes', { sku: 'OTHER' }, '/sku'],
    ['units, which are adjusted', { on_hand: 5 }, '/on_hand'],
    ['a list', [], ''],
  ])('with %s is refused', async (_, body, pointer) => {
    const { patch } = await setup();
    expect(await patch(body)).toMatchObject({ status: 422, body: { code: 'validation_failed', errors: [{ pointer }] } });
  });

  it('that makes the metadata too large together with what is there is refused', async () => {
    const { patch } = await setup({ metadata: { a: 'x'.repeat(10_000) } });
    expect(await patch({ metadata: { b: 'x'.repeat(10_000) } })).toMatchObject({
      status: 422,
      body: { errors: [{ pointer: '/metadata' }] },
    });
  });

  it('is held against the version it was decided by, whatever was sold since', async () => {
    const { patch, order, ifMatch } = await setup();
    await order();
    const { headers } = await patch({ name: 'B' }, ifMatch('1.1'));
    expect(headers['etag']).toBe(ifMatch('2.2')['if-match']);
    expect(await patch({ name: 'C' }, ifMatch('1.1'))).toMatchObject({
      status: 412,
      body: { code: 'precondition_failed', current_etag: headers['etag'] },
    });
    expect((await patch({ name: 'C' }, { 'if-match': `W/${headers['etag']}` })).status).toBe(412);
    expect((await patch({ name: 'C' }, ifMatch('7.1', '2.1'))).status).toBe(200);
  });

  it('of many at once leaves each of their changes', async () => {
    const { patch, get } = await setup();
    await Promise.all(Array.from({ length: 10 }, (_, n) => patch({ metadata: { [`m${n}`]: n } })));
    const { body } = await get();
    expect([Object.keys(body.metadata).length, body.version]).toEqual([10, 11]);
  });

  it('goes on while the product is sold, and neither takes anything from the other', async () => {
    const { patch, order, get, ifMatch } = await setup({ on_hand: 30 });
    const version = ifMatch('1.1');
    const orders = Array.from({ length: 40 }, () => order());
    const patches = Array.from({ length: 10 }, (_, n) => patch({ name: `N${n}`, low_stock_threshold: n }, version));
    const statuses = (await Promise.all([...orders, ...patches])).map(({ status }) => status);
    const countOf = (wanted: number) => statuses.filter((status) => status === wanted).length;
    expect([countOf(201), countOf(409), countOf(200), countOf(412)]).toEqual([30, 10, 1, 9]);
    expect((await get()).body).toMatchObject({ version: 2, on_hand: 30, held: 30, available: 0 });
    expect(await stockFaults(service.db)).toEqual([]);
  });

  it('is made once under an idempotency key', async () => {
    const { patch, get } = await setup();
    const key = { 'idempotency-key': randomUUID() };
    const first = await patch({ name: 'B' }, key);
    await patch({ name: 'C' });
    expect(await patch({ name: 'B' }, key)).toMatchObject({ body: first.body, headers: { 'idempotency-replayed': 'true' } });
    expect((await get()).body.name).toBe('C');
  });
});

describe('backorders', () => {
  it('are taken away only when orders hold no more than is there', async () => {
    const { sku, path, patch, order } = await setup({ on_hand: 1, allow_backorder: true });
    await order(3);
    expect(await patch({ allow_backorder: false, name: 'Other' })).toMatchObject({
      status: 409,
      body: { code: 'backorders_open', sku, on_hand: 1, held: 3 },
    });
    await service.post(`${path}/stock`, { change: 2, reason: 'delivery' });
    expect((await patch({ allow_backorder: false })).status).toBe(200);
    expect((await order()).status).toBe(409);
  });

  it('that are taken away while many order leave no more held than is there', async () => {
    const { patch, order, get } = await setup({ on_hand: 5, allow_backorder: true });
    const orders = Array.from({ length: 8 }, () => order());
    const [{ status }] = await Promise.all([patch({ allow_backorder: false }), ...orders]);
    const { body } = await get();
    expect(status === 200 ? body.available : 0).toBeGreaterThanOrEqual(0);
    expect(body.allow_backorder).toBe(status !== 200);
    expect(await stockFaults(service.db)).toEqual([]);
  });
});

describe('an archived product', () => {
  it('is sold no more, and again when it is taken back', async () => {
    const { patch, order } = await setup();
    const { body } = await patch({ archived: true });
    expect(body.archived_at).toMatch(/Z$/);
    expect((await patch({ archived: true })).body).toEqual(body);
    expect(await order()).toMatchObject({ status: 409, body: { code: 'product_archived' } });
    expect((await patch({ archived: false })).body.archived_at).toBeNull();
    expect((await order()).status).toBe(201);
  });

  it('goes on in the orders that hold it', async () => {
    const { patch, order, get } = await setup();
    const { id } = (await order(4)).body;
    await patch({ archived: true });
    expect((await service.patch(`/orders/${id}`, { status: 'shipped' })).status).toBe(200);
    expect((await get()).body).toMatchObject({ on_hand: 6, held: 0 });
  });
});

describe('a product whose units are counted no more', () => {
  it('keeps what orders hold, and new orders hold nothing', async () => {
    const { patch, order, get } = await setup();
    const { id } = (await order(4)).body;
    await patch({ track_stock: false });
    expect((await order(50)).status).toBe(201);
    expect((await get()).body).toMatchObject({ on_hand: 10, held: 4 });
    await service.post(`/orders/${id}/cancel`);
    expect((await get()).body).toMatchObject({ on_hand: 10, held: 0 });
    expect(await stockFaults(service.db)).toEqual([]);
  });
});

describe('a product that is deleted', () => {
  it('is gone with its stock, which is told, and its SKU is free again', async () => {
    const product = await setup();
    const { id } = (await product.get()).body;
    expect((await product.delete()).status).toBe(204);
    expect((await product.get()).status).toBe(404);
    expect((await product.delete()).status).toBe(404);
    const told = (await service.stockEvents()).filter(({ body }) => 'product_id' in body && body.product_id === id);
    expect(told.map(({ body }) => body)).toMatchObject([
      { event_type: 'stock_adjusted', sequence: 1, change: 10 },
      { event_type: 'stock_adjusted', sequence: 2, change: -10, on_hand: 0, reason: 'product deleted' },
      { event_type: 'stock_out', sequence: 3 },
    ]);
    const again = await createProduct(service, { sku: product.sku, on_hand: 3 });
    expect(again).toMatchObject({ on_hand: 3, version: 1 });
    expect(await stockFaults(service.db)).toEqual([]);
  });

  it.each(['draft', 'placed'])('is not one that a %s order has', async (status) => {
    const { sku, order, delete: remove } = await setup();
    await order(1, status);
    expect(await remove()).toMatchObject({ status: 409, body: { code: 'product_in_use', sku } });
  });

  it('is not one whose goods moved for an order that is gone', async () => {
    const { order, delete: remove } = await setup();
    const { id } = (await order()).body;
    await service.post(`/orders/${id}/cancel`);
    expect((await service.call('DELETE', `/orders/${id}`)).status).toBe(204);
    expect((await remove()).status).toBe(409);
  });

  it('is the one that was read, with If-Match', async () => {
    const { delete: remove, ifMatch } = await setup();
    expect((await remove(ifMatch('2.1'))).status).toBe(412);
    expect((await remove(ifMatch('1.1'))).status).toBe(204);
  });

  it('leaves no tag behind that the next product of that SKU would answer to', async () => {
    const { sku, path, delete: remove, patch, ifMatch } = await setup();
    await remove();
    await createProduct(service, { sku });
    expect((await patch({ name: 'B' }, ifMatch('1.1'))).status).toBe(412);
    expect((await service.get(path, { 'if-none-match': ifMatch('1.1')['if-match'] })).status).toBe(200);
  });

  it('is deleted or ordered, when both are tried at once', async () => {
    for (let round = 0; round < 5; round += 1) {
      const { order, get, delete: remove } = await setup();
      const [deletion] = await Promise.all([remove(), order(), order()]);
      expect((await get()).status).toBe(deletion.status === 204 ? 404 : 200);
      expect([204, 409]).toContain(deletion.status);
    }
    expect(await stockFaults(service.db)).toEqual([]);
  });
});
