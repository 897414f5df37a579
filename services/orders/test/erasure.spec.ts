import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { eventually } from '#libs/testing';
import type { CustomerBody } from '../src/customers/customer.presenter.js';
import type { OrderBody } from '../src/orders/order.presenter.js';
import { aCustomer, aCustomerBody } from './customer.js';
import { anOrderBody } from './order-body.js';
import { startReplica, startService, type RunningService } from './service.js';
import { aProduct } from './stock.js';

let service: RunningService;
beforeAll(async () => {
  service = await startService();
});
afterAll(() => service.stop());

const aKey = () => ({ 'idempotency-key': `key-${randomUUID()}` });
const erase = (id: string, body?: unknown, headers?: Record<string, string>) =>
  service.post<CustomerBody>(`/customers/${id}/erase`, body, headers);

/** A name that nothing else has. */
const aName = () => `Ada ${randomUUID().slice(0, 8)}`;

/** A customer with an order that tells much about the person. */
async function setup() {
  const name = aName();
  const customer = await aCustomer(service, { full_name: name, metadata: { note: `${name} likes tea` } });
  const sku = await aProduct(service.db);
  const order = await service.place({
    customer_id: customer.id,
    customer_name: name,
    conversation_id: `chat with ${name}`,
    external_ref: randomUUID(),
    metadata: { note: `${name} likes tea` },
    status: 'placed',
    items: [{ sku, qty: 2, price: 19.99 }],
  });
  const items = [{ item_id: order.items[0]?.id, quantity: 1 }];
  await service.post(`/orders/${order.id}/cancel`, { items, reason: `${name} called` });
  return { name, customer, order };
}

/** In how many rows of any table of the service the text is to be found. */
async function mentions(text: string): Promise<Record<string, number>> {
  const tables = await service.db.sql<{ name: string }[]>`select tablename as name from pg_tables where schemaname = 'public'`;
  const found: Record<string, number> = {};
  for (const { name } of tables) {
    const { sql } = service.db;
    const [row] = await sql<{ n: number }[]>`select count(*)::int as n from ${sql(name)} t where t::text ilike ${`%${text}%`}`;
    if (row && row.n > 0) found[name] = row.n;
  }
  return found;
}

describe('the erasure of a customer', () => {
  it('leaves nothing of the person in any table', async () => {
    const { name, customer } = await setup();
    const email = `${name.replace(' ', '.')}@example.com`;
    await service.patch(`/customers/${customer.id}`, { email }, aKey());
    await service.events();
    const told = ['customers', 'idempotency_keys', 'order_journey', 'ordering_names', 'orders', 'stock_movements'];
    expect(Object.keys(await mentions(name)).sort()).toEqual(told);
    expect((await erase(customer.id)).status).toBe(200);
    await service.events();
    expect([await mentions(name), await mentions(email)]).toEqual([{}, {}]);
  });

  it('answers nulls and when it was, and a repeat answers the same', async () => {
    const { customer } = await setup();
    const { status, headers, body } = await erase(customer.id, {});
    expect([status, headers['etag']]).toEqual([200, '"2"']);
    expect(body).toMatchObject({ id: customer.id, email: null, full_name: null, metadata: {}, version: 2 });
    expect(body.erased_at).toBe(body.updated_at);
    expect((await erase(customer.id)).body).toEqual(body);
    expect((await service.get(`/customers/${customer.id}`)).body).toEqual(body);
  });

  it('keeps the books: what was ordered, for how much, and what became of it', async () => {
    const { order, customer } = await setup();
    const before = (await service.get(`/orders/${order.id}`)).body;
    await erase(customer.id);
    const after = (await service.get(`/orders/${order.id}`)).body;
    const { updated_at, ...kept } = before;
    const erased = { customer_name: null, conversation_id: null, metadata: {} };
    expect(after).toEqual({ ...kept, ...erased, version: 3, last_sequence: 3, updated_at: after.updated_at });
    expect(Date.parse(after.updated_at)).toBeGreaterThan(Date.parse(updated_at));
  });

  it('is told by an event of each order that changed, once, and noted in its journey', async () => {
    const { order, customer } = await setup();
    await erase(customer.id, {}, { 'x-actor': 'dpo' });
    await erase(customer.id);
    const told = (await service.events(order.id)).map(({ body }) => body);
    expect(told.map(({ sequence }) => sequence)).toEqual([1, 2, 3]);
    const changed = ['customer_name', 'conversation_id', 'metadata'];
    expect(told[2]).toMatchObject({ event_type: 'order_updated', changed, actor: 'dpo', metadata: {} });
    const { body } = await service.get<{ journey: { reason: string | null }[] }>(`/orders/${order.id}/journey`);
    expect(body.journey.map(({ reason }) => reason)).toEqual([null, null, expect.stringContaining('art. 17')]);
  });

  it('keeps free text where the shop knows that it names nobody', async () => {
    const { name, order, customer } = await setup();
    await erase(customer.id, { keep_free_text: true });
    const { body } = await service.get(`/orders/${order.id}`);
    expect(body).toMatchObject({ customer_name: null, conversation_id: null, metadata: order.metadata });
    await service.events();
    expect(Object.keys(await mentions(name)).sort()).toEqual(['order_journey', 'orders', 'stock_movements']);
  });

  it('frees the email, and refuses to change who is no more', async () => {
    const { customer } = await setup();
    const { body } = await erase(customer.id);
    const refused = await service.patch(`/customers/${customer.id}`, { full_name: 'Eve' });
    expect(refused).toMatchObject({ status: 409, body: { code: 'customer_erased', erased_at: body.erased_at } });
    expect((await aCustomer(service, { email: customer.email })).email).toBe(customer.email);
  });

  it('leaves the answers to idempotency keys in place, without the person', async () => {
    const name = aName();
    const [key, orderKey, bulkKey] = [aKey(), aKey(), aKey()];
    const given = aCustomerBody({ full_name: name });
    const { body: customer } = await service.post<CustomerBody>('/customers', given, key);
    const ordered = anOrderBody({ customer_id: customer.id, customer_name: name, metadata: { for: name } });
    const { body: order } = await service.post('/orders', ordered, orderKey);
    const bulk = { orders: [anOrderBody({ customer_name: 'Eve' }), ordered] };
    await service.post('/orders/bulk', bulk, bulkKey);
    await erase(customer.id);
    await service.events();
    expect(await mentions(name)).toEqual({});
    const again = await service.post('/orders', ordered, orderKey);
    expect(again.headers['idempotency-replayed']).toBe('true');
    expect(again.body).toEqual({ ...order, customer_name: null, metadata: {} });
    const created = await service.post<CustomerBody>('/customers', given, key);
    expect([created.status, created.body]).toEqual([201, { ...customer, email: null, full_name: null, metadata: {} }]);
    const rows = await service.post<{ results: { order: OrderBody }[] }>('/orders/bulk', bulk, bulkKey);
    expect(rows.body.results.map((row) => row.order.customer_name)).toEqual(['Eve', null]);
  });

  it('takes lists and searches along', async () => {
    const { name, customer, order } = await setup();
    await erase(customer.id);
    const search = encodeURIComponent(name);
    for (const query of [`customer_name=${search}`, `q=${search}`]) {
      expect((await service.get<{ orders: OrderBody[] }>(`/orders?${query}`)).body.orders).toEqual([]);
    }
    const listed = async (query: string) => {
      const { body } = await service.get<{ customers: CustomerBody[] }>(`/customers?${query}`);
      return body.customers.map(({ id }) => id);
    };
    expect(await listed(`q=${search}`)).toEqual([]);
    expect(await listed('limit=100')).not.toContain(customer.id);
    expect(await listed('limit=1&include_erased=true')).toEqual([customer.id]);
    const orders = await service.get<{ orders: OrderBody[] }>(`/customers/${customer.id}/orders`);
    expect(orders.body.orders.map(({ id }) => id)).toEqual([order.id]);
  });

  it('catches orders that came after it when it is repeated', async () => {
    const { customer } = await setup();
    const { body: first } = await erase(customer.id);
    const late = await service.place({ customer_id: customer.id, customer_name: 'Ada again' });
    expect((await erase(customer.id)).body).toEqual(first);
    expect((await service.get(`/orders/${late.id}`)).body.customer_name).toBeNull();
  });

  it('works for a customer who was never created here, and not for nobody', async () => {
    const order = await service.place({ customer_name: 'Ada' });
    const { status, body } = await erase(order.customer_id);
    expect([status, body.id, body.email]).toEqual([200, order.customer_id, null]);
    expect((await service.get(`/orders/${order.id}`)).body.customer_name).toBeNull();
    expect(await erase(randomUUID())).toMatchObject({ status: 404, body: { code: 'customer_not_found' } });
  });

  it('goes through more orders than one statement takes', async () => {
    const customer_id = randomUUID();
    const orders = Array.from({ length: 90 }, () => anOrderBody({ customer_id, customer_name: 'Ada' }));
    for (let n = 0; n < 5; n += 1) await service.post('/orders/bulk', { orders });
    await erase(customer_id);
    const { sql } = service.db;
    const rows = await sql`
      select version, last_sequence, count(*)::int as n from orders where customer_id = ${customer_id} and customer_name is null
      group by version, last_sequence`;
    expect(rows).toEqual([{ version: 2, last_sequence: 2, n: 450 }]);
  });

  it('does not undo a change of an order that comes at the same time, nor the other way round', async () => {
    const { customer, order } = await setup();
    const changes = Array.from({ length: 10 }, (_, n) => service.patch(`/orders/${order.id}`, { on_hold: n % 2 === 0 }));
    const [{ status }] = await Promise.all([erase(customer.id), ...changes]);
    const { body } = await service.get(`/orders/${order.id}`);
    expect([status, body.customer_name, body.metadata]).toEqual([200, null, {}]);
    const sequences = (await service.events(order.id)).map((event) => event.body.sequence);
    expect(sequences).toEqual(Array.from({ length: body.last_sequence }, (_, n) => n + 1));
  });

  it('tells the items as they are when it had to wait for somebody who moved them', async () => {
    const { customer, order } = await setup();
    const erasing = await service.db.transaction(async (tx) => {
      const [{ pid }] = await tx<[{ pid: number }]>`select pg_backend_pid() as pid`;
      await tx`update orders set updated_at = now() where id = ${order.id}`;
      await tx`update order_items set open = 0, ready = 1 where order_id = ${order.id}`;
      const answer = erase(customer.id);
      await eventually(async () => {
        const waiting = await service.db.sql`select from pg_stat_activity where ${pid} = any(pg_blocking_pids(pid))`;
        expect(waiting).toHaveLength(1);
      });
      return { answer };
    });
    expect((await erasing.answer).status).toBe(200);
    const told = (await service.events(order.id)).at(-1)?.body;
    expect(told).toMatchObject({ event_type: 'order_updated', items: [{ quantities: { open: 0, ready: 1, cancelled: 1 } }] });
  });

  it('ends a batch at a thousand items, and goes on until no order is left', async () => {
    const customer_id = randomUUID();
    const items = (count: number) => Array(count).fill({ sku: 'WIDGET-001', qty: 1, price: 1 });
    for (const count of [400, 500, 500, 1, 400, 500, 200]) {
      await service.place({ customer_id, customer_name: 'Ada', items: items(count) });
    }
    const { sql } = service.db;
    await sql.unsafe(`
      create table batches (orders int);
      create function note_batch() returns trigger language plpgsql as $$
      begin
        insert into batches select count(*) from changed;
        return null;
      end $$;
      create trigger batch after update on orders referencing new table as changed
      for each statement execute function note_batch()`);
    await erase(customer_id);
    await sql.unsafe('drop trigger batch on orders');
    expect(await sql`select orders from batches`).toEqual([{ orders: 3 }, { orders: 4 }]);
    expect(await sql`select from orders where customer_id = ${customer_id} and customer_name is not null`).toEqual([]);
  });

  it('makes the customer unknown where orders are taken of known ones only', async () => {
    const replica = await startReplica(service, { CUSTOMER_CHECK: 'enforce' });
    try {
      const customer = await aCustomer(service);
      const place = () => replica.post('/orders', anOrderBody({ customer_id: customer.id }));
      expect((await place()).status).toBe(201);
      await erase(customer.id);
      expect(await place()).toMatchObject({ status: 422, body: { code: 'unknown_customer' } });
    } finally {
      await replica.stop();
    }
  });

  it('is refused when it was decided by an older version, and done once under one key', async () => {
    const { customer } = await setup();
    expect(await erase(customer.id, {}, { 'if-match': '"7"' })).toMatchObject({ status: 412 });
    const key = aKey();
    const answers = await Promise.all(Array.from({ length: 5 }, () => erase(customer.id, {}, key)));
    expect(answers.map(({ status, body }) => `${status} ${body.version}`)).toEqual(Array(5).fill('200 2'));
  });
});
