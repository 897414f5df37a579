import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { OrderBody } from '../src/orders/order.presenter.js';
import { anItem } from './order-body.js';
import { startService, type RunningService } from './service.js';

const customer = randomUUID();
let service: RunningService;
let orders: Readonly<Record<string, OrderBody>>;

beforeAll(async () => {
  service = await startService();
  const ada = await service.place({
    customer_id: customer,
    customer_name: 'Ada 100%_Lovelace',
    external_ref: 'web-1',
    conversation_id: 'chat-9',
    facility_id: 'kitchen-2',
    items: [anItem({ sku: 'TEA-1', qty: 1, price: 10, item_name: 'Green tea' })],
  });
  const bob = await service.place({
    customer_name: 'bob',
    status: 'placed',
    currency: 'JPY',
    items: [anItem({ sku: 'COFFEE-1', qty: 1, price: 10 })],
  });
  const eve = await service.place({ status: 'pending', items: [anItem({ sku: 'TEA-2', qty: 1, price: 10.01 })] });
  await service.post(`/orders/${eve.id}/cancel`, {});
  await service.patch(`/orders/${bob.id}`, { on_hold: true });
  orders = { ada, bob, eve };
});
afterAll(() => service.stop());

async function namesOf(query: string): Promise<string[]> {
  const { status, body } = await service.get<{ orders: OrderBody[] }>(`/orders?${query}`);
  expect(status).toBe(200);
  const found = new Set(body.orders.map(({ id }) => id));
  return Object.keys(orders).filter((name) => found.has((orders[name] as OrderBody).id));
}

describe('a list of orders can be narrowed', () => {
  it.each([
    ['status=draft', ['ada']],
    ['status=PLACED&status=canceled', ['bob', 'eve']],
    ['phase=closed', ['eve']],
    ['phase=draft&phase=open', ['ada', 'bob']],
    ['phase=open&status=draft', []],
    [`customer_id=${customer}`, ['ada']],
    [`customer_id=${customer.toUpperCase()}`, ['ada']],
    ['customer_name=LOVE', ['ada']],
    ['customer_name=100%25_l', ['ada']],
    ['customer_name=%25', ['ada']],
    ['sku=TEA-2', ['eve']],
    ['sku=TEA', []],
    ['external_ref=web-1', ['ada']],
    ['conversation_id=chat-9', ['ada']],
    ['facility_id=kitchen-2', ['ada']],
    ['currency=JPY', ['bob']],
    ['on_hold=true', ['bob']],
    ['on_hold=false', ['ada', 'eve']],
    ['min_total=10.01', ['eve']],
    ['max_total=10', ['ada', 'bob']],
    ['min_total=10&max_total=10&currency=EUR', ['ada']],
    ['q=tea', ['ada', 'eve']],
    ['q=green', ['ada']],
    ['q=WEB-', ['ada']],
    ['q=bob', ['bob']],
    [`q=${encodeURIComponent("'; drop table orders; --")}`, []],
    ['created_after=2020-01-01T00:00:00Z', ['ada', 'bob', 'eve']],
    ['created_before=2020-01-01T00:00:00Z', []],
    ['created_after=1900-01-01T00:00:00Z&created_before=9999-12-31T23:59:59Z', ['ada', 'bob', 'eve']],
  ])('by %s', async (query, names) => {
    expect(await namesOf(query)).toEqual(names);
  });

  it('by an instant that is left out itself', async () => {
    const { created_at: at } = orders['ada'] as OrderBody;
    expect(await namesOf(`customer_id=${customer}&created_after=${at}`)).toEqual([]);
    const earlier = new Date(Date.parse(at) - 1).toISOString();
    const later = new Date(Date.parse(at) + 1).toISOString();
    expect(await namesOf(`customer_id=${customer}&created_after=${earlier}&created_before=${later}`)).toEqual(['ada']);
  });

  it('by nothing that it does not know', async () => {
    const answer = await service.get('/orders?colour=red&limit=0&status=lost');
    expect(answer).toMatchObject({ status: 422, body: { code: 'validation_failed' } });
    expect(answer.body).toHaveProperty('errors.length', 3);
  });
});
