import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { anItem, anOrderBody, SEED_BODY } from './order-body.js';
import { startService, type RunningService } from './service.js';

let service: RunningService;
beforeAll(async () => {
  service = await startService();
});
afterAll(() => service.stop());

const UUID_V7 = /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;
const INSTANT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z$/;

const countOrders = async () => Number((await service.db.sql<{ n: bigint }[]>`select count(*) as n from orders`)[0]?.n);

describe('POST /orders', () => {
  it('answers the body of the contract with the order, its place and its version', async () => {
    const { status, headers, body } = await service.post('/orders', SEED_BODY);
    expect(status).toBe(201);
    expect(headers).toMatchObject({ location: `/orders/${body.id}`, etag: '"1"' });
    expect(body).toMatchObject({
      id: expect.stringMatching(UUID_V7),
      customer_id: SEED_BODY.customer_id,
      status: 'draft',
      total_amount: 89.97,
      items: SEED_BODY.items.map((item) => ({
        ...item,
        id: expect.stringMatching(UUID_V7),
        created_at: expect.stringMatching(INSTANT),
      })),
      created_at: expect.stringMatching(INSTANT),
      updated_at: body.created_at,
      metadata: { source: 'web' },
      currency: 'EUR',
      last_sequence: 1,
      next_statuses: ['pending', 'placed', 'cancelled', 'expired'],
    });
    expect((await service.get(`/orders/${body.id}`)).body).toEqual(body);
  });

  it('keeps every optional field', async () => {
    const optional = {
      currency: 'USD',
      external_ref: `shop-${randomUUID()}`,
      customer_name: 'Zoë Müller',
      facility_id: 'kitchen-7',
      conversation_id: 'chat-1',
      estimated_ready_time: '2026-12-24T18:00:00.000Z',
      metadata: { nested: { deep: [1, 2, { three: null }] }, flag: true },
    };
    const items = [anItem({ unit_price: 24.99, item_name: 'Widget, blue' })];
    const { status, body } = await service.post('/orders', anOrderBody({ ...optional, items }));
    expect(status).toBe(201);
    expect(body).toMatchObject({ ...optional, items });
  });

  it.each([
    ['draft', 'draft'],
    ['pending', 'pending'],
    ['Pending', 'pending'],
    ['PLACED', 'placed'],
    [' pl_aced ', 'placed'],
  ])('begins in the status that %j means', async (word, status) => {
    expect(await service.place({ status: word })).toMatchObject({ status });
  });

  it.each([
    ['EUR', 19.99, 59.97],
    ['JPY', 1999, 5997],
    ['KWD', 1.234, 3.702],
    ['USD', 0, 0],
    ['EUR', 0.1, 0.3],
  ])('adds up %s at %d to %d exactly', async (currency, price, total) => {
    const order = await service.place({ currency, items: [anItem({ qty: 3, price })] });
    expect(order).toMatchObject({ currency, total_amount: total });
  });

  it('takes one SKU twice as two lines', async () => {
    const { items } = await service.place({ items: [anItem({ qty: 1 }), anItem({ qty: 2, price: 5 })] });
    expect(items.map(({ sku, qty, price }) => [sku, qty, price])).toEqual([['WIDGET-001', 1, 19.99], ['WIDGET-001', 2, 5]]);
  });

  it('refuses an external_ref that another order has, and leaves no trace', async () => {
    const external_ref = `ref-${randomUUID()}`;
    const { id } = await service.place({ external_ref });
    const before = await countOrders();
    const { status, body } = await service.post('/orders', anOrderBody({ external_ref }));
    expect([status, body]).toMatchObject([409, { code: 'duplicate_external_ref', external_ref, order_id: id }]);
    expect(await countOrders()).toBe(before);
  });

  it('lets one of twenty simultaneous orders with one external_ref through', async () => {
    const external_ref = `ref-${randomUUID()}`;
    const answers = await Promise.all(Array.from({ length: 20 }, () => service.post('/orders', anOrderBody({ external_ref }))));
    expect(answers.map(({ status }) => status).sort()).toEqual([201, ...Array<number>(19).fill(409)]);
  });

  it('answers no items with 400', async () => {
    expect(await service.post('/orders', anOrderBody({ items: [] }))).toMatchObject({
      status: 400,
      headers: { 'content-type': expect.stringContaining('application/problem+json') },
      body: { code: 'empty_items', errors: [{ pointer: '/items' }] },
    });
  });

  it('tells every fault at once, each with its pointer', async () => {
    const { status, body } = await service.post<{ code: string; errors: { pointer: string }[] }>('/orders', {
      customer_id: 'someone',
      status: 'shipped',
      currency: 'EUR',
      estimated_ready_time: 'tomorrow',
      metadata: [],
      total_amount: 1,
      items: [{ sku: '', qty: 0, price: 19.999 }, { sku: 'A', qty: '5' }],
    });
    expect([status, body.code]).toEqual([422, 'validation_failed']);
    expect(body.errors.map(({ pointer }) => pointer).sort()).toEqual([
      '/customer_id', '/estimated_ready_time', '/items/0/price', '/items/0/qty', '/items/0/sku',
      '/items/1/price', '/items/1/qty', '/metadata', '/status', '/total_amount',
    ]);
  });

  it('tells who asked in the journey', async () => {
    const { body } = await service.post('/orders', anOrderBody(), { 'x-actor': 'agent:7' });
    const journey = await service.get(`/orders/${body.id}/journey`);
    expect(journey.body).toMatchObject({ journey: [{ event_type: 'order_created', actor: 'agent:7', from: null, to: 'draft' }] });
  });
});
