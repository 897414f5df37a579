import { expect, test } from '@jest/globals';
import { subjectMatches } from './subjects.js';

test.each([
  ['orders.>', 'orders.order_created'],
  ['orders.>', 'orders.a.b'],
  ['orders.*', 'orders.order_created'],
  ['*.created', 'orders.created'],
  ['orders.created', 'orders.created'],
  ['>', 'orders'],
])('%s takes %s', (pattern, subject) => expect(subjectMatches(pattern, subject)).toBe(true));

test.each([
  ['orders.>', 'orders'],
  ['orders.>', 'orders_old.created'],
  ['orders.*', 'orders.a.b'],
  ['orders.created', 'orders.created.now'],
  ['orders.created', 'orders'],
])('%s does not take %s', (pattern, subject) => expect(subjectMatches(pattern, subject)).toBe(false));
