import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Database } from '#libs/database';
import { openTestDatabase, type OpenedDatabase } from '#libs/testing';
import { OrdersRepository, type Write } from '../src/orders/orders.repository.js';
import { changeOrder } from '../src/orders/rules/change-order.js';
import type { Order } from '../src/orders/rules/order.js';
import { placeOrder, type PlaceOrder } from '../src/orders/rules/place-order.js';
import { NOON } from './order.builder.js';
import { sessionsWaiting } from './sessions-waiting.js';

let own: OpenedDatabase;
let database: Database;
let orders: OrdersRepository;
beforeAll(async () => {
  own = await openTestDatabase();
  database = own.db;
  orders = new OrdersRepository(database);
});
afterAll(() => own.close());

function aNewOrder(given: Partial<PlaceOrder> = {}, key?: string): Write {
  const items = [{ sku: 'WIDGET-001', qty: 1, price: 5 }];
  return { decision: placeOrder({ customerId: randomUUID(), currency: 'EUR', items, ...given }, NOON), answer: answerUnder(key) };
}

async function ordersToChange(count: number): Promise<Order[]> {
  const placed = Array.from({ length: count }, () => aNewOrder());
  await orders.insert(database.sql, placed);
  return placed.map(({ decision }) => decision.order);
}

/** A change of the header and one of the status, and so two events. */
function placing(order: Order, key?: string): Write {
  const command = { metadata: { seen: true }, status: { to: 'placed' } } as const;
  return { decision: changeOrder(order, command, NOON), answer: answerUnder(key) };
}

const answerUnder = (key?: string) =>
  key === undefined ? undefined : { key, fingerprint: '', status: 200, headers: {}, body: '' };

describe('batches of new orders', () => {
  it('that want the same key and the same reference do not wait for each other in a circle', async () => {
    const [first, second, key] = ['first', 'second', 'key'].map((name) => `${name}-${randomUUID()}`);
    const several = [aNewOrder({ externalRef: first }), aNewOrder({ externalRef: second }), aNewOrder({}, key)];
    const other = [aNewOrder({ externalRef: first }, key)];
    const blocking = aNewOrder({ externalRef: second });
    const inserted = await database.transaction(async (tx) => {
      await orders.insert(tx, [blocking]);
      const one = orders.insert(database.sql, several);
      await sessionsWaiting(database, 1);
      const two = orders.insert(database.sql, other);
      await sessionsWaiting(database, 2);
      await tx`delete from orders where id = ${blocking.decision.order.id}`;
      return [one, two];
    });
    expect((await Promise.all(inserted)).map(({ size }) => size)).toEqual([3, 0]);
  });
});

describe('batches of changes', () => {
  it('that want the same keys in opposite order do not wait for each other in a circle', async () => {
    const keys = ['a', 'b', 'c'].map((name) => `${name}-${randomUUID()}`);
    const changed = await ordersToChange(6);
    const batches = [keys, keys.toReversed()].map((wanted, batch) =>
      wanted.map((key, index) => placing(changed[batch * 3 + index]!, key)),
    );
    const blocking = aNewOrder({}, keys[1]);
    const saves = await database.transaction(async (tx) => {
      await orders.insert(tx, [blocking]);
      const sent = batches.map((batch) => orders.save(database.sql, batch));
      await sessionsWaiting(database, 2);
      await tx`delete from idempotency_keys where key = ${keys[1]!}`;
      return sent;
    });
    const results = await Promise.allSettled(saves);
    const refused = results.flatMap((result) => (result.status === 'rejected' ? [result.reason as unknown] : []));
    expect(refused).toMatchObject([{ constraint_name: 'idempotency_keys_pkey' }]);
  });

  it.each([
    ['nested loops', ['hashjoin', 'mergejoin']],
    ['hash tables', ['nestloop', 'mergejoin']],
    ['sorted lists', ['nestloop', 'hashjoin']],
  ])('are told in sequence, also when PostgreSQL joins by %s', async (_, avoided) => {
    const changed = await ordersToChange(40);
    await database.transaction(async (tx) => {
      for (const way of avoided) await tx.unsafe(`set local enable_${way} = off`);
      expect((await orders.save(tx, changed.map((order) => placing(order)).reverse())).size).toBe(40);
    });
    const told = await database.sql<{ sequences: number[] }[]>`
      select array_agg((payload::json->>'sequence')::int order by id) as sequences from outbox
      where key = any(${changed.map(({ id }) => id)}::uuid[]) group by key`;
    expect(told).toHaveLength(40);
    expect(new Set(told.map(({ sequences }) => sequences.join()))).toEqual(new Set(['1,2,3']));
  });
});
