import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { theLargestOrder } from '../order-body.js';
import { spawnReplica, type ReplicaProcess } from '../replica-process.js';
import { startService, type RunningService } from '../service.js';

/** As `npm start` and the container image have it. */
const V8_LIMITS = ['--max-old-space-size=160', '--max-semi-space-size=16'];

let service: RunningService;
let replica: ReplicaProcess;
beforeAll(async () => {
  service = await startService();
});
afterAll(() => service.stop());
beforeEach(async () => {
  replica = await spawnReplica(service, { nodeOptions: V8_LIMITS, stderr: 'ignore' });
});
afterEach(() => replica.kill());

const ask = async (method: string, path: string, body?: string) => {
  const answer = await fetch(new URL(path, replica.url), { method, body, headers: { 'content-type': 'application/json' } });
  return { status: answer.status, body: await answer.text() };
};

/** @returns the ids of the copies, which differ from the order's own in their last digits */
async function copy(orderId: string, times: number): Promise<string[]> {
  const rows = await service.db.sql<{ id: string }[]>`
    with more as (
      insert into orders select more.* from orders o, generate_series(1, ${times}::int) n,
        lateral jsonb_populate_record(o, jsonb_build_object('id', overlay(o.id::text placing lpad(n::text, 6, '0') from 31))) more
      where o.id = ${orderId}
      returning id
    ),
    lines as (
      insert into order_items select item.* from more, order_items i,
        lateral jsonb_populate_record(i, jsonb_build_object('id', md5(more.id::text || i.id)::uuid, 'order_id', more.id)) item
      where i.order_id = ${orderId}
    )
    select id from more`;
  return rows.map(({ id }) => id);
}

const byStatus = (answers: readonly { status: number }[]) =>
  Object.fromEntries([...Map.groupBy(answers, ({ status }) => status)].map(([status, some]) => [status, some.length]));

describe('a service with a heap of 160 MB', () => {
  it('refuses very many small objects, from many clients at a time', async () => {
    const body = `{"a":[${'{},'.repeat(330_000)}{}]}`;
    for (let round = 0; round < 4; round += 1) {
      const answers = await Promise.all(Array.from({ length: 8 }, () => ask('POST', '/orders', body)));
      expect(byStatus(answers)).toEqual({ 400: 8 });
    }
  });

  it('takes bulk requests with very many lines, from many clients at a time', async () => {
    const items = Array.from({ length: 490 }, () => ({ sku: 'A', qty: 1, price: 1 }));
    const order = { customer_id: randomUUID(), items };
    const body = JSON.stringify({ orders: Array(20).fill(order) });
    const answers = await Promise.all(Array.from({ length: 16 }, () => ask('POST', '/orders/bulk', body)));
    const { 200: taken = 0, 503: sentAway = 0 } = byStatus(answers);
    expect([taken > 0, taken + sentAway]).toEqual([true, 16]);
  });

  it('changes many orders as large as they may be at a time', async () => {
    const { id } = await service.place(theLargestOrder());
    const ids = await copy(id, 100);
    const answers = await Promise.all(ids.map((one) => ask('PATCH', `/orders/${one}`, '{"on_hold":true}')));
    const { 200: changed = 0, 503: sentAway = 0 } = byStatus(answers);
    expect([changed > 0, changed + sentAway]).toEqual([true, 100]);
  });

  it('gives out long journeys of an order with much metadata, several at a time', async () => {
    const { id } = await service.place({ metadata: { note: 'x'.repeat(16_000) } });
    await service.db.sql`
      insert into order_journey (order_id, sequence, event_type, from_status, to_status, actor, at)
      select ${id}, n, 'order_updated', 'placed', 'placed', 'api', now() from generate_series(2, 4000) n`;
    const answers = await Promise.all(Array.from({ length: 8 }, () => ask('GET', `/orders/${id}/journey`)));
    expect(answers.map(({ status }) => status)).toEqual(Array(8).fill(200));
  });

  it('gives out journeys with very many moves of items, several at a time', async () => {
    const { id } = await service.place();
    const move = { sku: 'WIDGET-001', quantity: 1, from: 'open', to: 'ready' };
    const details = JSON.stringify({ items_changed: Array.from({ length: 500 }, () => ({ item_id: randomUUID(), ...move })) });
    await service.db.sql`
      insert into order_journey (order_id, sequence, event_type, from_status, to_status, actor, details, at)
      select ${id}, n, 'items_changed', 'placed', 'placed', 'api', ${details}::text::jsonb, now()
      from generate_series(2, 400) n`;
    const answers = await Promise.all(Array.from({ length: 8 }, () => ask('GET', `/orders/${id}/journey`)));
    expect(answers.map(({ status }) => status)).toEqual(Array(8).fill(200));
  });

  it('erases a customer with many orders as large as they may be, and the answers to their keys', async () => {
    const key = randomUUID();
    const { body } = await service.post('/orders', theLargestOrder(), { 'idempotency-key': key });
    const { id, customer_id } = body;
    await copy(id, 79);
    await service.db.sql`
      insert into idempotency_keys (key, fingerprint, status, headers, body, created_at)
      select key || n, fingerprint, status, headers, body, created_at from idempotency_keys, generate_series(1, 79) n
      where key = ${key}`;
    expect(await ask('POST', `/customers/${customer_id}/erase`)).toMatchObject({ status: 200 });
    const [left] = await service.db.sql`
      select count(*)::int as orders, count(*) filter (where version = 2 and conversation_id is null)::int as forgotten
      from orders where customer_id = ${customer_id}`;
    expect(left).toEqual({ orders: 80, forgotten: 80 });
    const answers = await service.db.sql`
      select (body::json ->> 'conversation_id') is null as forgotten, count(*)::int as n from idempotency_keys group by 1`;
    expect(answers).toEqual([{ forgotten: true, n: 80 }]);
  });
});
