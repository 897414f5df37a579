import { describe, expect, it } from '@jest/globals';
import { anOrder, NOON } from '../../../test/order.builder.js';
import { changeOrder, type ChangeOrder } from './change-order.js';
import { expireOrder } from './expire-order.js';
import { moveItems } from './move-items.js';
import type { InitialStatus, OrderStatus } from './lifecycle.js';
import type { Order } from './order.js';
import { FieldRefused } from './order.errors.js';

const inMinutes = (minutes: number) => new Date(NOON.now.getTime() + minutes * 60_000);
const at = (minutes: number) => ({ ...NOON, now: inMinutes(minutes) });
const POLICY = { draft: 60, pending: 15 };
const due = (status: InitialStatus, then: Partial<Order> = {}) =>
  anOrder({ status, then: { expiresAt: inMinutes(10), ...then } });
const move = (order: Order, to: OrderStatus, more: ChangeOrder = {}) =>
  changeOrder(order, { status: { to, force: true }, expiry: POLICY, ...more }, NOON).order;

describe('a new order', () => {
  it.each([
    ['draft', undefined, inMinutes(60)],
    ['pending', undefined, inMinutes(15)],
    ['placed', undefined, null],
    ['pending', inMinutes(1), inMinutes(1)],
    ['pending', null, null],
    ['placed', null, null],
  ] as const)('that is %s and was told %s expires at %s', (status, expiresAt, expected) => {
    expect(anOrder({ status, expiresAt, expiry: POLICY }).expiresAt).toEqual(expected);
  });

  it('never expires where nothing is configured and nothing was asked', () => {
    expect(anOrder({ status: 'pending' }).expiresAt).toBeNull();
  });

  it.each([
    ['draft', inMinutes(0)],
    ['pending', inMinutes(-1)],
    ['placed', inMinutes(1)],
  ] as const)('that is %s cannot be told %s', (status, expiresAt) => {
    expect(() => anOrder({ status, expiresAt })).toThrow(FieldRefused);
  });
});

describe('a move of status', () => {
  it('starts the clock of the new status anew, unless the request says otherwise', () => {
    expect(move(due('draft'), 'pending').expiresAt).toEqual(inMinutes(15));
    expect(move(due('draft'), 'pending', { expiresAt: inMinutes(5) }).expiresAt).toEqual(inMinutes(5));
    expect(move(due('draft'), 'pending', { expiresAt: null }).expiresAt).toBeNull();
  });

  it('ends a time that was configured for the earlier status alone', () => {
    expect(move(due('draft'), 'pending', { expiry: { draft: 60, pending: 0 } }).expiresAt).toBeNull();
  });

  it('takes the time along where nothing is configured', () => {
    expect(move(due('draft'), 'pending', { expiry: undefined }).expiresAt).toEqual(inMinutes(10));
  });

  it.each(['placed', 'confirmed', 'cancelled', 'completed', 'expired'] as const)('to %s leaves no time behind', (to) => {
    expect(move(due('pending'), to).expiresAt).toBeNull();
    expect(() => move(due('pending'), to, { expiresAt: inMinutes(20) })).toThrow(FieldRefused);
  });

  it('by its items leaves no time behind either', () => {
    const order = due('pending');
    const { order: moved } = moveItems(order, [{ itemId: order.items[0]?.id ?? '', to: 'preparing' }], NOON);
    expect(moved).toMatchObject({ status: 'preparing', expiresAt: null });
  });

  it('out of an end gives the order its time again', () => {
    expect(move(move(due('pending'), 'expired'), 'pending').expiresAt).toEqual(inMinutes(15));
  });
});

describe('a change of the time', () => {
  it('is told as a changed field, and takes it away with null', () => {
    const { order, recorded } = changeOrder(due('pending'), { expiresAt: inMinutes(30) }, NOON);
    expect([order.expiresAt, recorded]).toMatchObject([inMinutes(30), [{ change: { kind: 'header', changed: ['expires_at'] } }]]);
    expect(changeOrder(order, { expiresAt: null }, NOON).order.expiresAt).toBeNull();
  });

  it('into the past is refused, but what stands there already may be sent again', () => {
    expect(() => changeOrder(due('draft'), { expiresAt: inMinutes(10) }, at(11))).not.toThrow();
    expect(() => changeOrder(due('draft'), { expiresAt: inMinutes(9) }, at(11))).toThrow(FieldRefused);
  });

  it('comes in time as long as the order has not expired', () => {
    const { order } = changeOrder(due('draft'), { expiresAt: inMinutes(30) }, at(11));
    expect(expireOrder(order, at(12)).recorded).toEqual([]);
    expect(changeOrder(due('pending'), { status: { to: 'placed' } }, at(11)).order).toMatchObject({ status: 'placed' });
  });
});

describe('expiring', () => {
  it.each(['draft', 'pending'] as const)('ends a %s order from its time on', (status) => {
    const order = due(status);
    expect(expireOrder(order, at(9.9)).recorded).toEqual([]);
    const { order: expired, recorded } = expireOrder(order, at(10));
    expect(expired).toMatchObject({ status: 'expired', expiresAt: null, items: [{ quantities: { cancelled: 2 } }, {}] });
    expect(recorded).toMatchObject([
      { change: { from: status, to: 'expired', forced: false, restocked: true }, reason: 'expired at 2026-11-21T12:10:00.000Z' },
    ]);
  });

  it('leaves alone what has no time, has moved on, or is on hold', () => {
    expect(expireOrder(anOrder(), at(99)).recorded).toEqual([]);
    expect(expireOrder(due('placed'), at(99)).recorded).toEqual([]);
    expect(expireOrder(due('pending', { onHold: true }), at(99)).recorded).toEqual([]);
  });
});
