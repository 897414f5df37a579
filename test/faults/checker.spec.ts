import { describe, expect, it } from '@jest/globals';
import { check, type Verdict } from '../../faults/check/check.js';
import type { Entry } from '../../faults/load/history.js';
import { aFault, anEffect, anEvent, anOutcome, goodEvidence } from './evidence.js';
import {
  during,
  faultAfter,
  hotRow,
  type Planted,
  PLANTED_AFTER_FAULTS,
  PLANTED_AT_CONSUMERS,
  PLANTED_DURING_FAULTS,
  PLANTED_IN_STREAMS,
  poisoned,
  refusal,
  silence,
  wanting,
} from './planted.js';
import {
  aLateRefusal,
  answeredStep2,
  aRefusal,
  asAdjusted,
  asBulk,
  PLANTED_IN_REQUESTS,
  withEvent,
  withMovement,
  withRequest,
  withStep,
} from './planted-requests.js';

/** The invariants that are found broken. */
const broken = (verdict: Verdict): string[] =>
  Object.entries(verdict).filter(([, violations]) => violations.length > 0).map(([name]) => name);

const { history, orders, journey, stock, movements, events, effects, handled } = goodEvidence;
const [order] = orders as [(typeof orders)[number]];
const anOrder = anOutcome().order!;

const PLANTED: readonly Planted[] = [
  ...PLANTED_IN_REQUESTS,
  ['an order without its order_created', ['I3', 'I5', 'I7'], { events: events.slice(1) }],
  [
    'an order that was told under two event ids',
    ['I3', 'I5', 'I7'],
    { events: [...events, anEvent({ eventId: 'event-9' })] },
  ],
  ['a copy in the stream', ['I3'], { events: [...events, anEvent()] }],
  ['an event that still waits', ['I3'], { outbox: ['orders.order_placed'] }],
  [
    'an event of an order that does not exist',
    ['I4'],
    withEvent({ eventId: 'ghost', key: 'order-9' }),
  ],
  [
    'an event of a change that never happened',
    ['I4', 'I5'],
    withEvent({ eventId: 'event-3', sequence: 3, subject: 'orders.order_updated' }),
  ],
  ['an order that is not where its last step led', ['I4'], { orders: [{ ...order, status: 'ready' }] }],
  [
    'an event that tells of another status than there was',
    ['I4'],
    { events: [{ ...events[0]!, status: 'ready' }, ...events.slice(1)] },
  ],
  ['events in the wrong order', ['I5'], { events: [events[1]!, events[0]!, ...events.slice(2)] }],
  ['a stock level that was not told', ['I5', 'I7'], { events: events.slice(0, -1) }],
  ['more held than is there, for a moment', ['I3', 'I4', 'I6'], { movements: withMovement(2, { held: 6 }) }],
  ['a counter that the orders do not add up to', ['I6'], { stock: [{ ...stock[0]!, promised: 3 }] }],
  ['a counter that the movements do not add up to', ['I6'], { stock: [{ ...stock[0]!, on_hand: 9 }] }],
  ['a movement that does not follow from the one before', ['I6'], { movements: withMovement(2, { on_hand: 6 }) }],
  ['units that have left the house without a commit', ['I6'], { stock: [{ ...stock[0]!, departed: 1 }] }],
  ['a lost movement', ['I4', 'I6'], { movements: movements.filter(({ number }) => number !== 2) }],
  ['an effect that was made twice', ['I7'], { effects: [...effects, anEffect()] }],
  ['an effect that is missing', ['I7'], { effects: effects.slice(0, 1).concat(effects.slice(2)) }],
  ['effects in the wrong order', ['I7'], { effects: [effects[1]!, effects[0]!, ...effects.slice(2)] }],
  ...PLANTED_AT_CONSUMERS,
  ...PLANTED_IN_STREAMS,
  ...PLANTED_DURING_FAULTS,
  ['an order whose sales the service did not count', ['I7'], { handled: handled.slice(1) }],
  ['a stock level that the service did not look at', ['I7'], { handled: handled.slice(0, -1) }],
  ['a program that ended by itself', ['I8'], { deaths: ['orders-1 ended by itself: exit code 1'] }],
  ['a deadlock', ['I8'], { complaints: ['postgres said: deadlock detected'] }],
  ['memory without bound', ['I8'], { memory: [{ replica: 'orders-1', peakMegabytes: 900 }] }],
  ['a 500', ['I9'], { history: [...history, anOutcome({ status: 500, code: 'internal', answer: undefined, order: undefined })] }],
  ['an answer that shows internals', ['I9'], { history: [...history, anOutcome({ status: 503, malformed: 'a stack' })] }],
  ...[undefined, '0', 'soon'].map((retryAfter): Planted => [
    `a 503 whose Retry-After is ${retryAfter}`,
    ['I9'],
    { history: [...history, aRefusal({ retryAfter })] },
  ]),
  ...PLANTED_AFTER_FAULTS,
];

describe('the checker', () => {
  it('finds nothing in a run in which all went well', () => {
    expect(check(goodEvidence)).toEqual(Object.fromEntries(Object.keys(check(goodEvidence)).map((name) => [name, []])));
  });

  it('knows a refused request from a lost one, and a probe without an answer from both', () => {
    const lost = withRequest({ probe: true }, { status: undefined });
    expect(broken(check({ ...goodEvidence, history: [...lost, aRefusal()] }))).toEqual([]);
  });

  it('knows a try that comes late, after a repeat was refused', () => {
    const late = withStep({ event_type: 'order_ready', actor: 'key-8' });
    const effect = late.effects!.map((one) => ({ ...one, at: '2026-11-21T10:00:02.600Z' }));
    const refused = withRequest({}, aLateRefusal);
    expect(broken(check({ ...goodEvidence, ...late, effects: effect, history: refused }))).toEqual([]);
  });

  it('knows a request that had nothing to do', () => {
    const moved = withRequest({ body: { status: 'placed' } }, { order: answeredStep2 });
    expect(broken(check({ ...goodEvidence, history: moved }))).toEqual([]);
    const counted = withRequest({ kind: 'count', path: '/products/CUP/stock', body: { on_hand: 8 } }, { movement: null });
    expect(broken(check({ ...goodEvidence, history: counted }))).toEqual([]);
    const booked = asAdjusted({ kind: 'count', body: { on_hand: 8 } }, {});
    expect(broken(check({ ...goodEvidence, history: booked }))).toEqual([]);
  });

  it('knows the orders of a bulk, and those that end by themselves at the time that was asked for', () => {
    expect(broken(check(asBulk(anOrder)))).toEqual([]);
    const asked = { ...history[0]!, body: { expires_at: '2026-11-21T10:00:01.500Z' } } as Entry;
    const expired = withStep({ event_type: 'order_expired', to_status: 'expired', actor: 'expiry' });
    expect(broken(check({ ...goodEvidence, ...expired, history: [asked, ...history.slice(1)] }))).toEqual([]);
  });

  it('knows that each event of a change tells of the order as it is after the whole of it', () => {
    const [first, second, ...levels] = events.map((event) => ({ ...event, version: 1 }));
    const cancelled = [...journey.slice(0, 1), { ...journey[1]!, to_status: 'cancelled' }];
    const told = { status: 'cancelled' };
    const evidence = {
      ...goodEvidence,
      history: history.map((entry) =>
        entry.entry === 'outcome' && entry.key === 'key-2' ? { ...entry, order: { ...entry.order!, ...told } } : entry,
      ),
      orders: [{ ...order, ...told }],
      journey: cancelled,
      events: [{ ...first!, ...told }, { ...second!, ...told }, ...levels],
    };
    expect(broken(check(evidence))).toEqual([]);
  });

  it('knows a poisonous order, which has to be set aside', () => {
    expect(broken(check({ ...goodEvidence, ...poisoned }))).toEqual([]);
  });

  it.each([
    ['before nats was away', during(refusal, [faultAfter(1)])],
    ['in the wake of another fault', during(refusal, [faultAfter(-3_000, { target: 'orders-1' }), faultAfter(-500)])],
    ['that the next fault met', during(silence, [faultAfter(-900), faultAfter(4_900, { target: 'postgres' })])],
    ['of those who want a product that is held', during(refusal, [faultAfter(-100, hotRow)], wanting('ARABICA'))],
    ['of those who wait beside them', during(silence, [faultAfter(-100, hotRow)], wanting('FILTER'))],
  ])('allows a refusal or silence %s', (_, evidence) => {
    expect(broken(check({ ...goodEvidence, ...evidence }))).toEqual([]);
  });

  it('allows silence on a machine that has other work', () => {
    expect(broken(check({ ...goodEvidence, ...during(silence, [faultAfter(-100)]), patience: 2 }))).toEqual([]);
  });

  it('gives a relay the longer the more patience it is told to have', () => {
    const late = { ...goodEvidence, faults: [aFault({ takeover: 6_100 })], patience: 2 };
    expect(broken(check(late))).toEqual([]);
    expect(broken(check({ ...late, faults: [aFault({ takeover: 12_100 })] }))).toEqual(['I10']);
  });

  it.each(PLANTED)('finds %s', (_, breaks, planted) => {
    expect(broken(check({ ...goodEvidence, ...planted }))).toEqual(breaks);
  });

  it('has a planted violation for every invariant', () => {
    const names = new Set(PLANTED.flatMap(([, breaks]) => breaks));
    expect([...names].sort()).toEqual(Object.keys(check(goodEvidence)).sort());
  });
});
