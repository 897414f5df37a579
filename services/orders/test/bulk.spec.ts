import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { OrderBody } from '../src/orders/order.presenter.js';
import { anItem, anOrderBody } from './order-body.js';
import { startService, type RunningService } from './service.js';
import { sessionsWaiting } from './sessions-waiting.js';
import { aProduct } from './stock.js';

interface Results {
  readonly results: readonly {
    readonly index: number;
    readonly status: number;
    readonly order?: OrderBody;
    readonly problem?: Readonly<Record<string, unknown>>;
  }[];
}

let service: RunningService;
beforeAll(async () => {
  service = await startService();
});
afterAll(() => service.stop());

const bulk = (orders: unknown, more: object = {}) => service.post<Results>('/orders/bulk', { orders, ...more });
const countOf = async (customer: string) =>
  (await service.get<{ total: number }>(`/orders?customer_id=${customer}&include_total=true`)).body.total;

describe('POST /orders/bulk', () => {
  it('creates a hundred orders in their order, each with its event', async () => {
    const customer_id = randomUUID();
    const rows = Array.from({ length: 100 }, (_, n) => anOrderBody({ customer_id, items: [anItem({ qty: 1, price: n })] }));
    const { status, body } = await bulk(rows);
    expect(status).toBe(200);
    expect(body.results.map(({ index, status: row, order }) => [index, row, order?.total_amount])).toEqual(
      rows.map((_, n) => [n, 201, n]),
    );
    expect(await countOf(customer_id)).toBe(100);
    const events = (await service.events()).filter(({ body: event }) => event.customer_id === customer_id);
    expect(events.map((event) => event.body.order_id).sort()).toEqual(body.results.map(({ order }) => order?.id).sort());
  });

  it('tells for each row what became of it', async () => {
    const external_ref = `bulk-${randomUUID()}`;
    const old = await service.place({ external_ref: `${external_ref}-old` });
    const { status, body } = await bulk([
      anOrderBody({ external_ref }),
      anOrderBody({ external_ref }),
      anOrderBody({ external_ref: `${external_ref}-old` }),
      anOrderBody({ items: [] }),
      anOrderBody({ items: [anItem({ price: 1.005 })], status: 'lost' }),
      null,
    ]);
    expect(status).toBe(200);
    expect(body.results).toMatchObject([
      { index: 0, status: 201, order: { external_ref } },
      { index: 1, status: 409, problem: { code: 'duplicate_external_ref', order_id: body.results[0]?.order?.id } },
      { index: 2, status: 409, problem: { code: 'duplicate_external_ref', order_id: old.id } },
      { index: 3, status: 400, problem: { code: 'empty_items', errors: [{ pointer: '/orders/3/items' }] } },
      { index: 4, status: 422, problem: { errors: [{ pointer: '/orders/4/status' }, { pointer: '/orders/4/items/0/price' }] } },
      { index: 5, status: 422, problem: { errors: [{ pointer: '/orders/5' }] } },
    ]);
  });

  it('gives a reference to the next row that wants it when the stock refuses those before', async () => {
    const sku = await aProduct(service.db, { onHand: 0 });
    const external_ref = `short-${randomUUID()}`;
    const short = anOrderBody({ external_ref, status: 'placed', items: [anItem({ sku })] });
    const key = { 'idempotency-key': external_ref };
    const orders = [...Array.from({ length: 7 }, () => short), anOrderBody({ external_ref }), anOrderBody({ external_ref })];
    const { body } = await service.post<Results>('/orders/bulk', { orders }, key);
    expect(body.results.map(({ status, problem }) => problem?.['code'] ?? status)).toEqual([
      ...Array.from({ length: 7 }, () => 'insufficient_stock'),
      201,
      'duplicate_external_ref',
    ]);
    const { order } = body.results[7]!;
    expect(body.results[8]?.problem).toMatchObject({ order_id: order?.id });
    expect((await service.get(`/orders/${order?.id}`)).body).toMatchObject({ external_ref });
    expect((await service.post<Results>('/orders/bulk', { orders }, key)).body).toEqual(body);
  });

  it('creates all or nothing when it is atomic', async () => {
    const customer_id = randomUUID();
    const rows = [anOrderBody({ customer_id }), anOrderBody({ customer_id, items: [] })];
    const refused = await bulk(rows, { atomic: true });
    expect(refused).toMatchObject({ status: 422, body: { code: 'bulk_rejected', results: [{ index: 1, status: 400 }] } });
    expect(await countOf(customer_id)).toBe(0);
    expect(await bulk(rows.slice(0, 1), { atomic: true })).toMatchObject({ status: 200, body: { results: [{ status: 201 }] } });
  });

  it('names no order that is not there when it is atomic and two rows want one reference', async () => {
    const external_ref = `twice-${randomUUID()}`;
    const { status, body } = await bulk([anOrderBody({ external_ref }), anOrderBody({ external_ref })], { atomic: true });
    const problem = { code: 'duplicate_external_ref', external_ref, order_id: null };
    expect([status, body.results]).toMatchObject([422, [{ index: 1, status: 409, problem }]]);
  });

  it('answers 200 when no row is right, and creates nothing', async () => {
    const { status, body } = await bulk([{}, []]);
    expect([status, body.results.map(({ status: row }) => row)]).toEqual([200, [422, 422]]);
  });

  it.each([
    ['101 rows', Array.from({ length: 101 }, () => anOrderBody()), '/orders'],
    ['no rows', [], '/orders'],
    ['no list', { 0: anOrderBody() }, '/orders'],
  ])('refuses %s', async (_, orders, pointer) => {
    expect(await bulk(orders)).toMatchObject({ status: 422, body: { code: 'validation_failed', errors: [{ pointer }] } });
  });

  it('refuses members that it does not know', async () => {
    const { body } = await bulk([anOrderBody()], { atomic: 'yes', extra: 1 });
    expect(body).toMatchObject({ errors: [{ pointer: '/atomic' }, { pointer: '/extra' }] });
  });
});

describe('two bulk requests for the same references', () => {
  it('in opposite order do not wait for each other in a circle', async () => {
    const [first, middle, last] = Array.from({ length: 3 }, (_, n) => `circle-${n}-${randomUUID()}`);
    const rows = [first, middle, last].map((external_ref) => anOrderBody({ external_ref }));
    const other = await service.place();
    const bulks = await service.db.transaction(async (tx) => {
      // Were references taken in the order of the rows, each would wait behind this with the one that the other wants last.
      await tx`update orders set external_ref = ${middle!} where id = ${other.id}`;
      const sent = [bulk(rows), bulk(rows.toReversed())];
      await sessionsWaiting(service.db, 2);
      await tx`update orders set external_ref = null where id = ${other.id}`;
      return sent;
    });
    const answers = await Promise.all(bulks);
    expect(answers.map(({ status }) => status)).toEqual([200, 200]);
    const results = answers.map(({ body }) => body.results.map(({ status }) => status));
    expect(results.sort()).toEqual([Array(3).fill(201), Array(3).fill(409)]);
  });
});
