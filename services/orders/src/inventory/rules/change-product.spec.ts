import { describe, expect, it } from '@jest/globals';
import { changeProduct, type ChangeProduct } from './change-product.js';
import { BackordersOpen, PriceRefused } from './product.errors.js';
import { createProduct, type StockedProduct } from './product.js';
import type { StockLevel } from './stock.js';

const NOON = new Date('2026-11-21T12:00:00Z');
const EVE = new Date('2026-12-24T18:00:00Z');
const later = { actor: 'ada', now: EVE };

function aProduct(level: Partial<StockLevel> = {}): StockedProduct {
  const given = { sku: 'W', name: 'Widget', price: 19.99, currency: 'EUR', metadata: { a: 1, b: 2 } };
  const made = createProduct(given, { actor: 'ada', now: NOON });
  return { ...made, level: { ...made.level, ...level } };
}

describe('a change of a product', () => {
  it('counts one version, whatever it changes', () => {
    const command = { name: 'Gadget', tracked: false, lowStockThreshold: 3, archived: true };
    const { product, level } = changeProduct(aProduct(), command, later);
    expect(product).toMatchObject({ name: 'Gadget', version: 2, archivedAt: EVE, createdAt: NOON, updatedAt: EVE });
    expect(level).toMatchObject({ tracked: false, lowStockThreshold: 3, archived: true });
  });

  it.each<[string, ChangeProduct]>([
    ['nothing', {}],
    ['the same', { name: 'Widget', price: 19.99, currency: 'EUR', lowStockThreshold: null, tracked: true, archived: false }],
    ['metadata in another order', { metadata: { b: 2, a: 1 } }],
    ['members of the metadata that are not there', { metadata: { c: null } }],
  ])('to %s is none', (_, command) => {
    const before = aProduct();
    expect(changeProduct(before, command, later)).toBe(before);
  });

  it('leaves the time of an earlier archival', () => {
    const archived = changeProduct(aProduct(), { archived: true }, { actor: 'ada', now: NOON });
    expect(changeProduct(archived, { archived: true, name: 'B' }, later).product.archivedAt).toEqual(NOON);
    expect(changeProduct(archived, { archived: false }, later)).toMatchObject({
      product: { archivedAt: null },
      level: { archived: false },
    });
  });

  it.each<[string, ChangeProduct]>([
    ['too many decimals', { price: 19.999 }],
    ['decimals of the old currency', { price: 19.99, currency: 'JPY' }],
    ['no price in the new currency', { currency: 'USD' }],
  ])('with %s is refused', (_, command) => {
    expect(() => changeProduct(aProduct(), command, later)).toThrow(PriceRefused);
  });

  it('keeps backorders where orders hold more than is there', () => {
    const owing = aProduct({ onHand: 2, held: 3, allowBackorder: true });
    expect(() => changeProduct(owing, { allowBackorder: false }, later)).toThrow(BackordersOpen);
    expect(changeProduct(owing, { name: 'Gadget' }, later).product.name).toBe('Gadget');
    const even = aProduct({ onHand: 3, held: 3, allowBackorder: true });
    expect(changeProduct(even, { allowBackorder: false }, later).level.allowBackorder).toBe(false);
  });
});
