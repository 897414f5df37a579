import { describe, expect, it } from '@jest/globals';
import {
  INITIAL_STATUSES,
  isClosed,
  LIFECYCLE,
  nextStatuses,
  ORDER_STATUSES,
  parseOrderStatus,
  phaseOf,
  statusesOfPhase,
  type OrderStatus,
} from './lifecycle.js';

describe('the order lifecycle', () => {
  it('reaches every status from a first one', () => {
    const reached = new Set<OrderStatus>(INITIAL_STATUSES);
    for (const status of reached) nextStatuses(status).forEach((next) => reached.add(next));
    expect([...reached].sort()).toEqual([...ORDER_STATUSES].sort());
  });

  it('comes to an end from every status', () => {
    const ends = (status: OrderStatus, seen: readonly OrderStatus[] = []): boolean =>
      nextStatuses(status).length === 0 ||
      nextStatuses(status).some((next) => !seen.includes(next) && ends(next, [...seen, status]));
    expect(ORDER_STATUSES.filter((status) => !ends(status))).toEqual([]);
  });

  it('never leads to itself, nor twice to the same status', () => {
    for (const status of ORDER_STATUSES) {
      expect(nextStatuses(status)).not.toContain(status);
      expect(new Set(nextStatuses(status)).size).toBe(nextStatuses(status).length);
    }
  });

  it('goes back only from ready to preparing', () => {
    const rank = { draft: 0, open: 1, work: 2, sent: 3, done: 4, closed: 5 };
    for (const status of ORDER_STATUSES) {
      for (const next of nextStatuses(status)) expect(rank[phaseOf(next)]).toBeGreaterThanOrEqual(rank[phaseOf(status)]);
    }
    expect(nextStatuses('ready')).toContain('preparing');
  });

  it('leads nowhere from closed orders and finished ones', () => {
    expect(ORDER_STATUSES.filter((status) => LIFECYCLE[status].next.length === 0)).toEqual([
      'completed',
      'cancelled',
      'expired',
      'rejected',
    ]);
    expect(ORDER_STATUSES.filter(isClosed)).toEqual(statusesOfPhase('closed'));
  });

  it.each([
    ['Pending', 'pending'],
    ['Being prepared', 'preparing'],
    ['being_prepared', 'preparing'],
    ['READY FOR PICKUP', 'ready'],
    ['canceled', 'cancelled'],
    [' Completed ', 'completed'],
  ])('reads %p as %s', (word, status) => {
    expect(parseOrderStatus(word)).toBe(status);
  });

  it.each(['', 'done', 'toString', '__proto__', 'shipped!'])('does not know %p', (word) => {
    expect(parseOrderStatus(word)).toBeUndefined();
  });
});
