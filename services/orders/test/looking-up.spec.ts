import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { OrderBody } from '../src/orders/order.presenter.js';
import { anOrderBody, type CreateBody } from './order-body.js';
import { startReplica, startService, type Client, type RunningService } from './service.js';

let service: RunningService;
let strict: RunningService;
let checking: RunningService;
beforeAll(async () => {
  service = await startService();
  strict = await startReplica(service, { SKU_CHECK: 'enforce' });
  checking = await startReplica(service, { CUSTOMER_CHECK: 'enforce' });
});
afterAll(async () => {
  await checking.stop();
  await strict.stop();
  await service.stop();
});

async function aProduct(given: object = {}): Promise<string> {
  const sku = `P-${randomUUID()}`;
  const answer = await service.post('/products', { sku, name: 'Espresso', price: 12.5, on_hand: 10, ...given });
  if (answer.status !== 201) throw new Error(JSON.stringify(answer.body));
  return sku;
}

const order = (items: readonly object[], given: Partial<CreateBody> = {}, client: Client = service, headers = {}) =>
  client.post<OrderBody & { errors: unknown[] }>('/orders', anOrderBody({ items, ...given }), headers);

describe('a line without a price', () => {
  it('is charged what the catalogue says at this moment, and keeps that price', async () => {
    const sku = await aProduct();
    const { status, body } = await order([{ sku, qty: 2 }, { sku, qty: 1, price: 10 }, { sku: 'FREE', qty: 1, price: 1 }]);
    expect([status, body.total_amount]).toEqual([201, 36]);
    expect(body.items.map(({ price, item_name }) => [price, item_name])).toEqual([[12.5, 'Espresso'], [10, null], [1, null]]);
    await service.db.sql`update products set price_minor = 1 where sku = ${sku}`;
    expect((await service.get(`/orders/${body.id}`)).body.total_amount).toBe(36);
  });

  it('keeps its own name', async () => {
    const { body } = await order([{ sku: await aProduct(), qty: 1, item_name: 'The usual' }]);
    expect(body.items[0]).toMatchObject({ item_name: 'The usual', price: 12.5 });
  });

  it.each([
    ['no product', {}, 'is required: the SKU is no product that has a price'],
    ['a product without a price', { price: null }, 'is required: the SKU is no product that has a price'],
    ['sold in another currency', { currency: 'USD' }, 'is required: the catalogue has a price in USD only, the order is in EUR'],
  ])('of %s is refused, together with all other faults', async (what, given, message) => {
    const sku = what === 'no product' ? 'NOT-THERE' : await aProduct(given);
    const answer = await order([{ sku, qty: 0 }, { sku, qty: 1 }], { currency: 'EUR' });
    expect(answer).toMatchObject({ status: 422, body: { code: 'validation_failed' } });
    expect(answer.body.errors).toHaveLength(3);
    expect(answer.body.errors).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ pointer: '/items/0/qty' }),
        { pointer: '/items/0/price', message },
        { pointer: '/items/1/price', message },
      ]),
    );
  });

  it('of an archived product is refused, also in a draft', async () => {
    const sku = await aProduct();
    await service.db.sql`update products set archived_at = now() where sku = ${sku}`;
    expect(await order([{ sku, qty: 1 }])).toMatchObject({ status: 409, body: { code: 'product_archived', skus: [sku] } });
  });

  it('adds up with the others within what an order can hold', async () => {
    const sku = await aProduct({ price: 9_999_999_999_999 });
    expect(await order([{ sku, qty: 2 }])).toMatchObject({ status: 422, body: { errors: [{ pointer: '/items' }] } });
  });

  it('is looked up once for all rows of a bulk request', async () => {
    const sku = await aProduct();
    const orders = [anOrderBody({ items: [{ sku, qty: 1 }] }), anOrderBody({ items: [{ sku: 'NOT-THERE', qty: 1 }] })];
    const { body } = await service.post<{ results: { status: number; order?: OrderBody; problem?: object }[] }>('/orders/bulk', {
      orders,
    });
    expect(body.results).toMatchObject([
      { status: 201, order: { total_amount: 12.5 } },
      { status: 422, problem: { errors: [{ pointer: '/orders/1/items/0/price' }] } },
    ]);
  });

  it('gets the first answer again under its key, whatever became of the price', async () => {
    const sku = await aProduct();
    const body = anOrderBody({ items: [{ sku, qty: 1 }] });
    const key = { 'idempotency-key': randomUUID() };
    const first = await service.post('/orders', body, key);
    await service.db.sql`update products set price_minor = null where sku = ${sku}`;
    expect(await service.post('/orders', body, key)).toMatchObject({ status: 201, body: first.body });
  });
});

describe('CUSTOMER_CHECK=enforce', () => {
  it('takes orders of customers who were created here, whatever case their id is in, and no others', async () => {
    const { body: customer } = await service.post<{ id: string }>('/customers', { email: 'ada@example.com', full_name: 'Ada' });
    const items = [{ sku: 'FREE', qty: 1, price: 1 }];
    expect((await order(items, { customer_id: customer.id.toUpperCase() }, checking)).status).toBe(201);
    const refused = { status: 422, body: { code: 'unknown_customer', errors: [{ pointer: '/customer_id' }] } };
    expect(await order(items, {}, checking)).toMatchObject(refused);
    const orders = [anOrderBody({ customer_id: customer.id }), anOrderBody()];
    const { body } = await checking.post<{ results: object[] }>('/orders/bulk', { orders });
    expect(body.results).toMatchObject([
      { status: 201 },
      { status: 422, problem: { code: 'unknown_customer', errors: [{ pointer: '/orders/1/customer_id' }] } },
    ]);
    expect((await order(items)).status).toBe(201);
  });
});

describe('SKU_CHECK=enforce', () => {
  it('takes orders of products, with a price of their own too', async () => {
    const sku = await aProduct();
    expect((await order([{ sku, qty: 1 }, { sku, qty: 1, price: 1 }], {}, strict)).status).toBe(201);
  });

  it('refuses every line that is no product, drafts included', async () => {
    const sku = await aProduct();
    const items = [{ sku: 'FREE', qty: 1, price: 1 }, { sku, qty: 1 }, { sku: 'FREE-2', qty: 1, price: 1 }];
    expect(await order(items, {}, strict)).toMatchObject({
      status: 422,
      body: { code: 'unknown_sku', errors: [{ pointer: '/items/0/sku' }, { pointer: '/items/2/sku' }] },
    });
    expect((await order(items)).status).toBe(201);
  });
});
