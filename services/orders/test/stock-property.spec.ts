import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { OrderBody } from '../src/orders/order.presenter.js';
import { anOrderBody } from './order-body.js';
import { startReplica, startService, type Answer, type RunningService } from './service.js';
import { aProduct } from './stock.js';
import { stockFaults } from './stock-invariants.js';

const PRODUCTS = 4;
const CLIENTS = 8;

const product = fc.nat({ max: PRODUCTS - 1 });
const order = fc.nat({ max: 50 });
const units = fc.integer({ min: 1, max: 4 });
const restock = fc.constantFrom(undefined, true, false);
const step = fc.constantFrom(
  'pending',
  'placed',
  'confirmed',
  'preparing',
  'shipped',
  'delivered',
  'completed',
  'cancelled',
  'expired',
);
const bucket = fc.constantFrom('preparing', 'ready', 'shipped', 'delivered', 'cancelled', 'returned');

/** What a client does next. `order` counts the orders of all clients; it may not be there yet. */
const action = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record({
      kind: fc.constant('place'),
      status: fc.constantFrom('draft', 'pending', 'placed'),
      lines: fc.array(fc.record({ product, units }), { minLength: 1, maxLength: 4 }),
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record({ kind: fc.constant('move'), order, to: step, restock, allow_cancel_shipped: fc.boolean() }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('force'), order, to: fc.oneof(step, fc.constant('draft')), restock }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('items'), order, line: fc.nat({ max: 3 }), to: bucket, units }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('cancel-part'), order, line: fc.nat({ max: 3 }), units, restock }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('delete'), order }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('expire'), order }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('adjust'), product, change: fc.integer({ min: -5, max: 8 }) }) },
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

/** Carries out an action as well as it can be. @returns the answer, nothing when there is no such order yet */
async function act(
  service: RunningService,
  skus: readonly string[],
  orders: OrderBody[],
  what: Action,
): Promise<Answer<unknown> | undefined> {
  const skuOf = (index: number) => skus[index] as string;
  if (what.kind === 'place') {
    const items = what.lines.map((line) => ({ sku: skuOf(line.product), qty: line.units, price: 1 }));
    const answer = await service.post('/orders', anOrderBody({ status: what.status, items }));
    if (answer.status === 201) orders.push(answer.body);
    return answer;
  }
  if (what.kind === 'adjust') {
    if (what.change === 0) return undefined;
    return service.post(`/products/${skuOf(what.product)}/stock`, { change: what.change, reason: 'counted' });
  }
  const target = orders[what.order % Math.max(orders.length, 1)];
  if (!target) return undefined;
  const path = `/orders/${target.id}`;
  const item = (line: number) => target.items[line % target.items.length]?.id;
  switch (what.kind) {
    case 'move':
      return service.patch(path, { status: what.to, restock: what.restock, allow_cancel_shipped: what.allow_cancel_shipped });
    case 'force':
      return service.patch(path, { status: what.to, restock: what.restock, force: true, reason: 'a repair' });
    case 'items':
      return service.patch(`${path}/items`, [{ item_id: item(what.line), status: what.to, quantity: what.units }]);
    case 'cancel-part':
      return service.post(`${path}/cancel`, {
        items: [{ item_id: item(what.line), quantity: what.units }],
        restock: what.restock,
      });
    case 'delete':
      return service.call('DELETE', path);
    case 'expire':
      await service.db.sql`update orders set expires_at = '2026-01-01T00:00:00Z'
        where id = ${target.id} and status in ('draft', 'pending')`;
      await service.expireDue();
      return undefined;
    default:
      return undefined;
  }
}

describe('stock, whatever many clients do at the same time', () => {
  it('agrees with its ledger and with what the orders hold', async () => {
    const clients = fc.array(fc.array(action, { minLength: 10, maxLength: 25 }), { minLength: CLIENTS, maxLength: CLIENTS });
    const play = async (scripts: readonly (readonly Action[])[]): Promise<void> => {
      const stocks = [
        { onHand: 6 },
        { onHand: 40 },
        { onHand: 3, allowBackorder: true },
        { onHand: 200, lowStockThreshold: 150 },
      ];
      const skus = await Promise.all(stocks.map((given) => aProduct(services[0].db, given)));
      const orders: OrderBody[] = [];
      const runClient = async (script: readonly Action[], index: number): Promise<number[]> => {
        const statuses: number[] = [];
        for (const what of script) {
          const answer = await act(services[index % 2] as RunningService, skus, orders, what);
          if (answer) statuses.push(answer.status);
        }
        return statuses;
      };
      const statuses = (await Promise.all(scripts.map(runClient))).flat();
      expect(statuses.filter((status) => ![200, 201, 204, 404, 409].includes(status))).toEqual([]);
      expect(await stockFaults(services[0].db)).toEqual([]);
    };
    await fc.assert(fc.asyncProperty(clients, play), { numRuns: 12, endOnFailure: true });
  }, 60_000);
});
