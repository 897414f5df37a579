import { describe, expect, it } from '@jest/globals';
import { anOrder, NOON } from '../../../test/order.builder.js';
import { changeOrder } from './change-order.js';
import { ORDER_STATUSES, nextStatuses, type OrderStatus } from './lifecycle.js';
import type { Order } from './order.js';
import { IllegalTransition, OrderOnHold } from './order.errors.js';
import { BUCKETS, bucketOf } from './quantities.js';

const move = (order: Order, to: OrderStatus, how: object = {}) => changeOrder(order, { status: { to, ...how } }, NOON);
const orderIn = (status: OrderStatus): Order =>
  status === 'draft' ? anOrder() : move(anOrder(), status, { force: true }).order;
const pairs = ORDER_STATUSES.flatMap((from) => ORDER_STATUSES.map((to) => [from, to] as const)).filter(
  ([from, to]) => from !== to,
);

describe('changing the status', () => {
  it.each(pairs)('from %s to %s follows the table', (from, to) => {
    const order = orderIn(from);
    const how = { allowCancelShipped: true };
    if (nextStatuses(from).includes(to)) {
      expect(move(order, to, how).order.status).toBe(to);
    } else {
      expect(() => move(order, to, how)).toThrow(IllegalTransition);
    }
  });

  it.each(pairs)('from %s to %s by force marks the journey and keeps the units', (from, to) => {
    const { order, recorded } = move(orderIn(from), to, { force: true });
    expect(order.status).toBe(to);
    expect(recorded).toMatchObject([{ change: { kind: 'status', from, to, forced: true } }]);
    for (const item of order.items) {
      expect(item.quantities[bucketOf(to)]).toBe(item.qty);
      expect(BUCKETS.reduce((sum, bucket) => sum + item.quantities[bucket], 0)).toBe(item.qty);
    }
  });

  it('tells nothing when the status is the same again', () => {
    const order = orderIn('confirmed');
    expect(move(order, 'confirmed')).toEqual({ order, recorded: [] });
  });

  it('says where the order may go instead', () => {
    expect(() => move(orderIn('delivered'), 'draft')).toThrow(/may go to: completed/);
    expect(() => move(orderIn('completed'), 'draft')).toThrow(/Nothing follows/);
  });

  it('cancels what is on its way only when told so, and then does not restock unless told so', () => {
    const order = orderIn('shipped');
    expect(() => move(order, 'cancelled')).toThrow(IllegalTransition);
    const restocked = (how: object) => move(order, 'cancelled', { allowCancelShipped: true, ...how }).recorded[0]?.change;
    expect(restocked({})).toMatchObject({ restocked: false });
    expect(restocked({ restock: true })).toMatchObject({ restocked: true });
    expect(move(orderIn('confirmed'), 'cancelled').recorded[0]?.change).toMatchObject({ restocked: true });
  });

  it('stands still on hold, except for an end', () => {
    const held = changeOrder(orderIn('placed'), { onHold: true }, NOON).order;
    expect(() => move(held, 'confirmed')).toThrow(OrderOnHold);
    expect(move(held, 'cancelled').order.status).toBe('cancelled');
  });
});

describe('changing fields', () => {
  it('names what changed, once, in one version', () => {
    const { order, recorded } = changeOrder(
      anOrder({ metadata: { a: 1 } }),
      { metadata: { b: 2 }, estimatedReadyTime: NOON.now, status: { to: 'placed' } },
      NOON,
    );
    expect(order).toMatchObject({ version: 2, lastSequence: 3, metadata: { a: 1, b: 2 }, status: 'placed' });
    expect(recorded.map(({ change, sequence }) => [change.kind, sequence])).toEqual([
      ['header', 2],
      ['status', 3],
    ]);
    expect(recorded[0]?.change).toEqual({ kind: 'header', changed: ['metadata', 'estimated_ready_time'] });
  });

  it('tells nothing when the fields are what they were, in whatever order the keys come', () => {
    const order = anOrder({ metadata: { a: { x: 1, y: [2] }, b: 2 } });
    expect(changeOrder(order, { metadata: { b: 2, a: { y: [2], x: 1 } }, onHold: false }, NOON).recorded).toEqual([]);
  });

  it('empties the metadata by null', () => {
    expect(changeOrder(anOrder({ metadata: { a: 1 } }), { metadata: null }, NOON).order.metadata).toEqual({});
  });
});

describe('metadata', () => {
  it('cannot be grown beyond its limit by many small patches', () => {
    const order = anOrder({ metadata: { a: 'x'.repeat(16_000) } });
    const facts = { errors: [expect.objectContaining({ pointer: '/metadata' })] };
    expect(() => changeOrder(order, { metadata: { b: 'x'.repeat(16_000) } }, NOON)).toThrow(expect.objectContaining({ facts }));
    expect(changeOrder(order, { metadata: { a: null, b: 'x'.repeat(16_000) } }, NOON).recorded).toHaveLength(1);
  });
});
