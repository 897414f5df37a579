import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { anOrder, NOON } from '../../../test/order.builder.js';
import { cancelOrder } from './cancel-order.js';
import { changeOrder } from './change-order.js';
import type { OrderStatus } from './lifecycle.js';
import { moveItems } from './move-items.js';
import type { Order } from './order.js';
import { DomainError } from '#libs/kernel';
import { IllegalItemTransition, IllegalTransition, ItemsNotMovable, UnknownItem } from './order.errors.js';
import { BUCKETS, type Bucket } from './quantities.js';

const orderIn = (to: OrderStatus) => changeOrder(anOrder({ status: 'placed' }), { status: { to, force: true } }, NOON).order;
const itemOf = (order: Order, index = 0) => order.items[index]!;
const kinds = (decision: { recorded: readonly { change: { kind: string } }[] }) =>
  decision.recorded.map(({ change }) => change.kind);

describe('moving items', () => {
  it('takes the asked units along and leaves the others', () => {
    const order = orderIn('confirmed');
    const decision = moveItems(order, [{ itemId: itemOf(order).id, to: 'preparing', quantity: 1 }], NOON);
    expect(itemOf(decision.order).quantities).toMatchObject({ open: 1, preparing: 1 });
    expect(decision.recorded[0]?.change).toMatchObject({
      kind: 'items',
      moves: [{ sku: 'WIDGET-001', quantity: 1, from: 'open', to: 'preparing' }],
    });
    expect(decision.order.status).toBe('preparing');
  });

  it('moves the order along when all are there: shipped, delivered', () => {
    const order = orderIn('confirmed');
    const all = (of: Order, to: Bucket) =>
      moveItems(
        of,
        of.items.map(({ id }) => ({ itemId: id, to })),
        NOON,
      );
    const shipped = all(order, 'shipped');
    expect([shipped.order.status, kinds(shipped)]).toEqual(['shipped', ['items', 'status']]);
    const delivered = all(shipped.order, 'delivered');
    expect([delivered.order.status, delivered.order.lastSequence - shipped.order.lastSequence]).toEqual(['delivered', 2]);
    expect(all(delivered.order, 'returned').order.status).toBe('delivered');
  });

  it('changes nothing for units that are all there already', () => {
    const order = orderIn('shipped');
    expect(moveItems(order, [{ itemId: itemOf(order).id, to: 'shipped' }], NOON).recorded).toEqual([]);
  });

  it('makes all moves or none', () => {
    const order = orderIn('confirmed');
    const moves = [
      { itemId: itemOf(order).id, to: 'ready' as const },
      { itemId: itemOf(order, 1).id, to: 'returned' as const },
    ];
    expect(() => moveItems(order, moves, NOON)).toThrow(IllegalItemTransition);
  });

  it('says how many units could go', () => {
    const order = orderIn('confirmed');
    expect(() => moveItems(order, [{ itemId: itemOf(order).id, to: 'shipped', quantity: 3 }], NOON)).toThrow(
      /2 units can become shipped, not 3/,
    );
  });

  it('points at an item that is not of this order', () => {
    const order = orderIn('confirmed');
    expect(() => moveItems(order, [{ itemId: anOrder().id, to: 'ready' }], NOON)).toThrow(UnknownItem);
  });

  it.each(['draft', 'completed', 'cancelled'] as const)('leaves the items of an order that is %s alone', (status) => {
    const order = orderIn(status);
    expect(() => moveItems(order, [{ itemId: itemOf(order).id, to: 'preparing' }], NOON)).toThrow(ItemsNotMovable);
  });
});

describe('cancelling', () => {
  it('cancels the whole order as one change', () => {
    const decision = cancelOrder(orderIn('preparing'), {}, { ...NOON, reason: 'sold out' });
    expect(decision.order.status).toBe('cancelled');
    expect(decision.recorded).toMatchObject([
      { change: { kind: 'status', to: 'cancelled', restocked: true }, reason: 'sold out' },
    ]);
  });

  it('takes open units first, then those in work', () => {
    const order = orderIn('confirmed');
    const prepared = moveItems(order, [{ itemId: itemOf(order).id, to: 'preparing', quantity: 1 }], NOON).order;
    const { order: cut } = cancelOrder(prepared, { items: [{ itemId: itemOf(order).id, quantity: 1 }] }, NOON);
    expect(itemOf(cut).quantities).toMatchObject({ open: 0, preparing: 1, cancelled: 1 });
  });

  it('ends the order when the last unit is cancelled', () => {
    const order = orderIn('placed');
    const decision = cancelOrder(order, { items: order.items.map(({ id }) => ({ itemId: id })), restock: false }, NOON);
    expect(decision.order.status).toBe('cancelled');
    expect(decision.recorded.map(({ change }) => change)).toMatchObject([
      { kind: 'items', restocked: false },
      { kind: 'status', restocked: false },
    ]);
  });

  it('ships the rest when what was left is cancelled', () => {
    const order = orderIn('confirmed');
    const part = moveItems(order, [{ itemId: itemOf(order).id, to: 'shipped' }], NOON).order;
    expect(() => cancelOrder(part, {}, NOON)).toThrow(IllegalTransition);
    expect(cancelOrder(part, { items: [{ itemId: itemOf(order, 1).id }] }, NOON).order.status).toBe('shipped');
  });
});

it('whatever is asked, the buckets add up and the sequence has no gap', () => {
  const step = fc.record({
    item: fc.nat(1),
    to: fc.constantFrom(...BUCKETS),
    quantity: fc.option(fc.integer({ min: 1, max: 4 }), { nil: undefined }),
  });
  fc.assert(
    fc.property(fc.array(step, { maxLength: 12 }), (steps) => {
      let order = orderIn('placed');
      for (const { item, to, quantity } of steps) {
        try {
          const decision = moveItems(order, [{ itemId: itemOf(order, item).id, to, quantity }], NOON);
          expect(decision.recorded.map(({ sequence }) => sequence)).toEqual(
            decision.recorded.map((_, index) => order.lastSequence + index + 1),
          );
          order = decision.order;
        } catch (error) {
          if (!(error instanceof DomainError)) throw error;
        }
        for (const { quantities, qty } of order.items) {
          expect(BUCKETS.reduce((sum, bucket) => sum + quantities[bucket], 0)).toBe(qty);
          expect(BUCKETS.every((bucket) => quantities[bucket] >= 0)).toBe(true);
        }
      }
    }),
  );
});
