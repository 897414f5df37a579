import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Validator } from '@seriousme/openapi-schema-validator';
import { ApiDescription, type ApiDocument, type Call } from './api-description.js';
import { CUSTOMER_CALLS } from './openapi-customers.js';
import { PRODUCT_CALLS } from './openapi-products.js';
import { anItem, anOrderBody } from './order-body.js';
import { startService, type RunningService } from './service.js';

let service: RunningService;
let document: ApiDocument;
let description: ApiDescription;
beforeAll(async () => {
  service = await startService();
  document = (await service.get<ApiDocument>('/openapi.json')).body;
  description = new ApiDescription(document);
});
afterAll(() => service.stop());

const XML = { 'content-type': 'application/xml' };
const full = () =>
  anOrderBody({
    status: 'placed',
    external_ref: randomUUID(),
    customer_name: 'Ada',
    facility_id: 'f',
    conversation_id: 'c',
    estimated_ready_time: '2026-12-24T18:00:00Z',
    items: [anItem({ item_name: 'Widget', unit_price: 20 }), anItem({ qty: 5 })],
  });
const path = async ({ place }: RunningService, rest = '', given = {}) => `/orders/${(await place(given)).id}${rest}`;
const anOrder = (client: RunningService, rest = '') => path(client, rest, full());
const nowhere = `/orders/${randomUUID()}`;

const CALLS: readonly Call[] = [
  ...CUSTOMER_CALLS,
  ...PRODUCT_CALLS,
  ['createOrder', 201, (c) => c.post('/orders', anOrderBody())],
  ['createOrder', 201, (c) => c.post('/orders', full())],
  ['createOrder', 400, (c) => c.post('/orders', '{')],
  ['createOrder', 400, (c) => c.post('/orders', anOrderBody(), { 'idempotency-key': '' })],
  ['createOrder', 409, async (c) => c.post('/orders', anOrderBody({ external_ref: (await c.place(full())).external_ref }))],
  ['createOrder', 413, (c) => c.post('/orders', ' '.repeat(1_100_000))],
  ['createOrder', 415, (c) => c.post('/orders', '<a/>', XML)],
  ['createOrder', 422, (c) => c.post('/orders', {})],
  ['createOrders', 200, (c) => c.post('/orders/bulk', { orders: [anOrderBody(), full(), {}] })],
  ['createOrders', 422, (c) => c.post('/orders/bulk', { orders: [anOrderBody(), {}], atomic: true })],
  ['listOrders', 200, async (c) => (await c.place(full()), c.get('/orders'))],
  ['listOrders', 200, (c) => c.get('/orders?include_total=true&limit=1')],
  ['listOrders', 400, (c) => c.get('/orders?cursor=x')],
  ['listOrders', 422, (c) => c.get('/orders?limit=0')],
  ['getOrder', 200, async (c) => c.get(await anOrder(c))],
  ['getOrder', 304, async (c) => c.get(await anOrder(c), { 'if-none-match': '"1"' })],
  ['getOrder', 404, (c) => c.get(nowhere)],
  ['getOrder', 422, (c) => c.get('/orders/x')],
  ['patchOrder', 200, async (c) => c.patch(await anOrder(c), { status: 'confirmed', metadata: { a: 1 } })],
  ['patchOrder', 400, async (c) => c.patch(await anOrder(c), '{')],
  ['patchOrder', 404, (c) => c.patch(nowhere, {})],
  ['patchOrder', 409, async (c) => c.patch(await anOrder(c), { status: 'draft' })],
  ['patchOrder', 412, async (c) => c.patch(await anOrder(c), {}, { 'if-match': '"7"' })],
  ['patchOrder', 413, async (c) => c.patch(await anOrder(c), ' '.repeat(1_100_000))],
  ['patchOrder', 415, async (c) => c.patch(await anOrder(c), '<a/>', XML)],
  ['patchOrder', 422, async (c) => c.patch(await anOrder(c), { status: 'lost' })],
  ['cancelOrder', 200, async (c) => c.post(await anOrder(c, '/cancel'))],
  ['cancelOrder', 404, (c) => c.post(`${nowhere}/cancel`)],
  ['cancelOrder', 412, async (c) => c.post(await anOrder(c, '/cancel'), {}, { 'if-match': '"7"' })],
  ['cancelOrder', 415, async (c) => c.post(await anOrder(c, '/cancel'), '<a/>', XML)],
  ['cancelOrder', 422, async (c) => c.post(await anOrder(c, '/cancel'), { items: [] })],
  ['moveItems', 422, async (c) => c.patch(await anOrder(c, '/items'), [])],
  ['moveItems', 415, async (c) => c.patch(await anOrder(c, '/items'), '<a/>', XML)],
  ['deleteOrder', 204, async (c) => c.call('DELETE', await path(c))],
  ['deleteOrder', 409, async (c) => c.call('DELETE', await anOrder(c))],
  ['orderJourney', 400, async (c) => c.get(await anOrder(c, '/journey?cursor=x'))],
  ['orderJourney', 404, (c) => c.get(`${nowhere}/journey`)],
  ['orderJourney', 422, async (c) => c.get(await anOrder(c, '/journey?limit=0'))],
  ['orderSummary', 200, async (c) => c.get(await anOrder(c, '/summary'))],
  ['orderSummary', 404, (c) => c.get(`${nowhere}/summary`)],
  ['orderStatistics', 200, async (c) => (await c.place(full()), c.get('/orders/statistics'))],
  ['orderStatistics', 422, (c) => c.get('/orders/statistics?created_after=now')],
  ['dailySales', 200, (c) => c.get('/orders/statistics/daily')],
  ['watchOrders', 422, (c) => c.get('/orders/stream?order_id=x')],
  ['eventSchema', 200, (c) => c.get('/schemas/orders/order_created.schema.json')],
  ['eventSchema', 404, (c) => c.get('/schemas/orders/none.schema.json')],
  ['getHealth', 200, (c) => c.get('/health')],
  ['getLiveness', 200, (c) => c.get('/health/live')],
  ['getReadiness', 200, (c) => c.get('/health/ready')],
  ['getMetrics', 200, (c) => c.get('/metrics')],
];

describe('openapi.json', () => {
  it('is valid OpenAPI 3.1', async () => {
    const { valid, errors } = await new Validator().validate(structuredClone(document) as unknown as Record<string, unknown>);
    expect([document.openapi, valid, errors]).toEqual(['3.1.0', true, undefined]);
  });

  it.each(CALLS)('tells what %s answers with %i', async (operation, status, call) => {
    const answer = await call(service);
    expect(answer.status).toBe(status);
    expect(description.faultsOf(operation, answer)).toEqual([]);
  });

  it('tells what an order with a history answers', async () => {
    const { id, items } = await service.place(full());
    const moved = await service.patch(`/orders/${id}/items`, [{ item_id: items[1]?.id, status: 'ready', quantity: 2 }]);
    await service.patch(`/orders/${id}`, { metadata: { a: 1 } });
    const part = await service.post(`/orders/${id}/cancel`, { items: [{ item_id: items[1]?.id, quantity: 1 }], reason: 'x' });
    const journey = await service.get(`/orders/${id}/journey`);
    expect([moved.status, part.status, journey.status]).toEqual([200, 200, 200]);
    expect(description.faultsOf('moveItems', moved)).toEqual([]);
    expect(description.faultsOf('cancelOrder', part)).toEqual([]);
    expect(description.faultsOf('orderJourney', journey)).toEqual([]);
  });

  it('tells the words that a parameter accepts, where others are refused', async () => {
    const documented: string[] = [];
    const accepted: string[] = [];
    for (const { path: place, name, words } of description.queryParameters) {
      const url = `${place.replace(/\{\w+\}/, randomUUID())}?${name}=no-such-word`;
      const refused = JSON.stringify((await service.get<unknown>(url)).body);
      const told = /must be one of: ([^".]+)/.exec(refused)?.[1];
      if (told !== undefined) accepted.push(`${place} ${name}: ${told}`);
      if (words) documented.push(`${place} ${name}: ${words.join(', ')}`);
    }
    expect(accepted).toContain('/stock/alerts alert: out, low');
    expect(documented).toEqual(accepted);
  });

  it('has no operation that is not called here', () => {
    const called = new Set(CALLS.map(([operation]) => operation));
    expect(description.operations.filter((operation) => !called.has(operation))).toEqual([]);
  });
});
