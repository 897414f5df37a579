import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { figureFaults } from '../src/orders/figures/figure-faults.js';
import { foldFigures, settleDepartures } from '../src/orders/figures/fold-figures.js';
import { recountFigures } from '../src/orders/figures/recount-figures.js';
import type { OrderBody } from '../src/orders/order.presenter.js';
import { anItem } from './order-body.js';
import { startReplica, startService, type RunningService } from './service.js';

const CLIENTS = 8;
/** So few that customers often come with two orders at a time, and go with their last one. */
const CUSTOMERS = 5;

const order = fc.nat({ max: 40 });
const placed = fc.record({
  customer: fc.nat({ max: CUSTOMERS - 1 }),
  status: fc.constantFrom('draft', 'draft', 'pending', 'placed'),
  currency: fc.constantFrom('EUR', 'JPY'),
  qty: fc.integer({ min: 1, max: 4 }),
});
const step = fc.constantFrom('pending', 'confirmed', 'shipped', 'completed', 'cancelled', 'expired');

/** What a client does next. `order` counts the orders of all clients. */
const action = fc.oneof(
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('place'), placed }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('bulk'), many: fc.array(placed, { minLength: 1, maxLength: 6 }) }) },
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('move'), order, to: step }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('cancel-part'), order }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('note'), order }) },
  { weight: 5, arbitrary: fc.record({ kind: fc.constant('delete'), order }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constantFrom('fold', 'settle', 'look') }) },
);
type Action = typeof action extends fc.Arbitrary<infer A> ? A : never;

let services: readonly [RunningService, RunningService];
beforeAll(async () => {
  const service = await startService();
  services = [service, await startReplica(service)];
});
afterAll(async () => {
  await services[1].stop();
  await services[0].stop();
});

function bodyOf({ customer, qty, ...given }: typeof placed extends fc.Arbitrary<infer P> ? P : never) {
  const customer_id = `550e8400-e29b-41d4-a716-44665544000${customer}`;
  return { ...given, customer_id, customer_name: `Name ${qty}`, items: [anItem({ qty, price: 7 })] };
}

/** @returns what is wrong with the figures, where the action was to look */
async function act(service: RunningService, orders: OrderBody[], what: Action): Promise<string[]> {
  const target = 'order' in what ? orders[what.order % Math.max(orders.length, 1)] : undefined;
  const path = `/orders/${target?.id}`;
  if ('order' in what && !target) return [];
  switch (what.kind) {
    case 'place':
      orders.push(await service.place(bodyOf(what.placed)));
      return [];
    case 'bulk': {
      const { body } = await service.post<{ results: { order: OrderBody }[] }>('/orders/bulk', { orders: what.many.map(bodyOf) });
      orders.push(...body.results.map((result) => result.order));
      return [];
    }
    case 'move':
      await service.patch(path, { status: what.to, metadata: { moved: true } });
      return [];
    case 'cancel-part':
      await service.post(`${path}/cancel`, { items: [{ item_id: target?.items[0]?.id, quantity: 1 }] });
      return [];
    case 'note':
      await service.patch(path, { metadata: { note: 'gift' } });
      return [];
    case 'delete':
      await service.call('DELETE', path);
      return [];
    case 'fold':
      await foldFigures(service.db);
      return [];
    case 'settle':
      await settleDepartures(service.db).catch(() => undefined);
      return [];
    case 'look':
      return figureFaults(service.db);
    default:
      return [];
  }
}

describe('the figures, whatever many clients do at the same time', () => {
  it('agree with the orders at every moment, and after folds and a restart', async () => {
    const [service, replica] = services;
    const clients = fc.array(fc.array(action, { minLength: 10, maxLength: 25 }), { minLength: CLIENTS, maxLength: CLIENTS });
    const play = async (scripts: readonly (readonly Action[])[]): Promise<void> => {
      const orders: OrderBody[] = [];
      const runClient = async (script: readonly Action[], index: number): Promise<string[]> => {
        const faults: string[] = [];
        for (const what of script) faults.push(...(await act(index % 2 ? replica : service, orders, what)));
        return faults;
      };
      expect((await Promise.all(scripts.map(runClient))).flat()).toEqual([]);
      const counted = await service.get<object>('/orders/statistics?created_after=2000-01-01T00:00:00Z');
      for (const tidy of [() => Promise.resolve(), foldFigures, settleDepartures]) {
        await tidy(service.db);
        expect(await figureFaults(service.db)).toEqual([]);
        expect((await replica.get<object>('/orders/statistics')).body).toEqual(counted.body);
      }
    };
    await fc.assert(fc.asyncProperty(clients, play), { numRuns: 12, endOnFailure: true });
    const restarted = await startReplica(service);
    const [before, after] = await Promise.all([service, restarted].map((one) => one.get<object>('/orders/statistics')));
    await restarted.stop();
    expect(after?.body).toEqual(before?.body);
  }, 60_000);

  it('are few rows after a fold', async () => {
    const { db } = services[0];
    await foldFigures(db);
    const [rows] = await db.sql<{ repeated: bigint; customers: bigint }[]>`
      select (select count(*) - count(distinct (status, currency)) from order_figures) as repeated,
        (select count(*) from customer_figures) as customers`;
    expect(rows).toEqual({ repeated: 0n, customers: 1n });
  });

  it('keep the names under which a customer has orders, and no others', async () => {
    const [service] = services;
    const customer_id = '22222222-2222-4222-8222-222222222222';
    const [asAda, , asEve] = [
      await service.place({ customer_id, customer_name: 'Ada' }),
      await service.place({ customer_id, customer_name: 'Eve' }),
      await service.place({ customer_id, customer_name: 'Eve' }),
    ];
    for (const { id } of [asAda, asEve]) await service.call('DELETE', `/orders/${id}`);
    await settleDepartures(service.db);
    const names = await service.db.sql<{ name: string }[]>`select name from ordering_names where customer_id = ${customer_id}`;
    expect(names.map(({ name }) => name)).toEqual(['Eve']);
    expect(await service.db.sql`select from departed_customers`).toHaveLength(0);
  });

  it('lose a customer with the last order, and wait for orders under way before they say so', async () => {
    const [service] = services;
    const customers = async () => (await service.get<{ unique_customers: number }>('/orders/statistics')).body.unique_customers;
    const before = await customers();
    const { id, customer_id } = await service.place({ customer_id: '11111111-1111-4111-8111-111111111111' });
    expect(await customers()).toBe(before + 1);
    await service.call('DELETE', `/orders/${id}`);
    expect(await customers()).toBe(before);
    const underWay = service.db.transaction(async (tx) => {
      await tx`insert into ordering_customers (customer_id) values (${customer_id}) on conflict do nothing`;
      await expect(settleDepartures(service.db)).rejects.toMatchObject({ code: '55P03' });
    });
    await underWay;
    await settleDepartures(service.db);
    expect(await customers()).toBe(before);
    expect(await service.db.sql`select from ordering_customers where customer_id = ${customer_id}`).toHaveLength(0);
  });

  it('are counted anew after somebody wrote past the service', async () => {
    const [{ db }] = services;
    await db.sql`update orders set status = 'rejected' where status = 'cancelled'`;
    expect(await figureFaults(db)).not.toEqual([]);
    await recountFigures(db);
    expect(await figureFaults(db)).toEqual([]);
  });
});
