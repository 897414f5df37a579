import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { OrderBody } from '../src/orders/order.presenter.js';
import { aCustomer } from './customer.js';
import { startService, type RunningService } from './service.js';

interface Page {
  readonly orders: readonly OrderBody[];
  readonly next_cursor: string | null;
  readonly total?: number;
}

let service: RunningService;
beforeAll(async () => {
  service = await startService();
});
afterAll(() => service.stop());

const ordersOf = (id: string, rest = '') => service.get<Page>(`/customers/${id}/orders${rest}`);
const idsOf = (orders: readonly OrderBody[]) => orders.map(({ id }) => id);

describe("a customer's orders", () => {
  it('are listed newest first, page by page, and narrowed as all orders are', async () => {
    const { id } = await aCustomer(service);
    await service.place();
    const placed: OrderBody[] = [];
    for (let n = 0; n < 5; n += 1) placed.push(await service.place({ customer_id: id, status: n === 2 ? 'placed' : 'draft' }));
    placed.reverse();
    const first = await ordersOf(id, '?limit=2&include_total=true');
    expect([idsOf(first.body.orders), first.body.total]).toEqual([idsOf(placed.slice(0, 2)), 5]);
    const [, next = ''] = /^<(.*)>; rel="next"$/.exec(first.headers['link'] ?? '') ?? [];
    expect(idsOf((await service.get<Page>(next)).body.orders)).toEqual(idsOf(placed.slice(2, 4)));
    expect(idsOf((await ordersOf(id, '?status=placed')).body.orders)).toEqual(idsOf(placed.slice(2, 3)));
    expect((await ordersOf(id, '?sort=created_at&limit=1')).body.orders[0]?.id).toBe(placed.at(-1)?.id);
  });

  it('name the customer in the path only', async () => {
    const answer = await ordersOf(randomUUID(), `?customer_id=${randomUUID()}`);
    expect(answer).toMatchObject({ status: 422, body: { errors: [{ pointer: '/query/customer_id' }] } });
  });

  it('are none for a new customer, and not there for nobody', async () => {
    const { id } = await aCustomer(service);
    expect(await ordersOf(id)).toMatchObject({ status: 200, body: { orders: [], next_cursor: null } });
    expect(await ordersOf(randomUUID())).toMatchObject({ status: 404, body: { code: 'customer_not_found' } });
  });

  it('are there for a customer who is kept elsewhere, even when the filter leaves none', async () => {
    const { id, customer_id } = await service.place();
    expect(idsOf((await ordersOf(customer_id)).body.orders)).toEqual([id]);
    expect(await ordersOf(customer_id, '?status=completed')).toMatchObject({ status: 200, body: { orders: [] } });
  });
});

describe("a customer's last order", () => {
  it('is the newest one, and says where it lives', async () => {
    const { customer_id } = await service.place();
    const newest = await service.place({ customer_id });
    const { status, headers, body } = await service.get(`/customers/${customer_id.toUpperCase()}/orders/last`);
    expect([status, headers['content-location'], body]).toEqual([200, `/orders/${newest.id}`, newest]);
  });

  it('is not there while there is none, and for nobody', async () => {
    const { id } = await aCustomer(service);
    const none = { status: 404, body: { code: 'customer_has_no_orders' } };
    expect(await service.get(`/customers/${id}/orders/last`)).toMatchObject(none);
    const nobody = { status: 404, body: { code: 'customer_not_found' } };
    expect(await service.get(`/customers/${randomUUID()}/orders/last`)).toMatchObject(nobody);
  });
});
