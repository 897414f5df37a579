import { describe, expect, it } from '@jest/globals';
import { anOrder, NOON } from '../../../test/order.builder.js';
import { amountOf, totalAmount } from './order.js';
import { FieldRefused } from './order.errors.js';
import { placeOrder, type PlaceOrder } from './place-order.js';

const place = (given: Partial<PlaceOrder>) =>
  placeOrder(
    { customerId: '550e8400-e29b-41d4-a716-446655440000', currency: 'EUR', items: [{ sku: 'A', qty: 1, price: 1 }], ...given },
    NOON,
  );

const faultsOf = (given: Partial<PlaceOrder>) => {
  try {
    place(given);
  } catch (error) {
    if (error instanceof FieldRefused) return error.facts['errors'];
    throw error;
  }
  return [];
};

describe('placing an order', () => {
  it('begins as a draft in version 1 and tells of it once', () => {
    const { order, recorded } = place({});
    expect(order).toMatchObject({ status: 'draft', version: 1, lastSequence: 1, createdAt: NOON.now });
    expect(recorded).toEqual([{ change: { kind: 'created' }, sequence: 1, actor: 'test', reason: null, at: NOON.now }]);
  });

  it('adds up without rounding', () => {
    expect(totalAmount(anOrder())).toBe(89.97);
    const { order } = place({
      items: [
        { sku: 'A', qty: 3, price: 0.1 },
        { sku: 'B', qty: 1, price: 0.2 },
      ],
    });
    expect(totalAmount(order)).toBe(0.5);
  });

  it('keeps yen and fils as they are', () => {
    expect(amountOf(place({ currency: 'JPY', items: [{ sku: 'A', qty: 2, price: 1999 }] }).order.items)).toBe(3998n);
    expect(amountOf(place({ currency: 'KWD', items: [{ sku: 'A', qty: 2, price: 1.234 }] }).order.items)).toBe(2468n);
  });

  it('puts the creation time into the id', () => {
    const { order } = place({});
    expect(Number.parseInt(order.id.replaceAll('-', '').slice(0, 12), 16)).toBe(NOON.now.getTime());
  });

  it('names every amount that is wrong at once', () => {
    const items = [
      { sku: 'A', qty: 1, price: 19.999 },
      { sku: 'B', qty: 1 },
      { sku: 'C', qty: 1, price: 1, unitPrice: -1 },
    ];
    expect(faultsOf({ items })).toEqual([
      { pointer: '/items/0/price', message: expect.stringContaining('EUR') },
      { pointer: '/items/1/price', message: expect.stringContaining('required') },
      { pointer: '/items/2/unit_price', message: expect.stringContaining('EUR') },
    ]);
  });

  it('refuses currencies that are none and totals that no answer could carry', () => {
    expect(faultsOf({ currency: 'XYZ' })).toEqual([{ pointer: '/currency', message: expect.any(String) }]);
    expect(faultsOf({ items: [{ sku: 'A', qty: 2 ** 31 - 1, price: 9_999_999 }] })).toEqual([
      { pointer: '/items', message: expect.any(String) },
    ]);
  });
});
