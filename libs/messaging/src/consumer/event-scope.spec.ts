import { describe, expect, it } from '@jest/globals';
import { SUBJECTS, eventSchemas } from '#libs/contracts';
import { newId } from '#libs/kernel';
import { scopeOf } from './event-scope.js';

const [order, product] = [newId(), newId()];
const level = { key: product, sequence: 3, gapless: true };

describe('the scope of an event', () => {
  it.each([
    ['an order', { order_id: order, sequence: 3 }, { key: order, sequence: 3, gapless: true }],
    ['a stock level', { product_id: product, sequence: 3 }, level],
    ['a level, when an order changed it', { order_id: order, product_id: product, sequence: 3 }, level],
    ['an order in capitals', { order_id: order.toUpperCase(), sequence: 3 }, { key: order, sequence: 3, gapless: true }],
    ['what an order holds', { order_id: order, order_sequence: 3 }, { key: order, sequence: 3, gapless: false }],
  ])('is that of %s', (_, body, scope) => {
    expect(scopeOf(body)).toEqual(scope);
  });

  it.each([
    { sequence: 1 },
    { order_id: order },
    { order_id: 'x', sequence: 1 },
    { order_id: order, sequence: 0 },
    { order_id: order, sequence: 1.5 },
    { order_id: order, sequence: 2 ** 31 },
    { order_id: order, order_sequence: '1' },
    { product_id: null, order_id: order, sequence: 1 },
  ])('is none where %j is all that there is', (body) => {
    expect(scopeOf(body)).toBeUndefined();
  });

  it.each(SUBJECTS)('is told by every %s', (subject) => {
    for (const example of eventSchemas[subject].examples ?? []) expect(scopeOf(example as object)).toBeDefined();
  });
});
