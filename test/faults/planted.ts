import type { Evidence, InjectedFault, StreamEvent } from '../../faults/check/evidence.js';
import type { InvariantName } from '../../faults/check/invariant.js';
import type { Outcome } from '../../faults/load/history.js';
import type { Recovery } from '../../faults/watch/recovery.js';
import { aFault, anEffect, anIntention, anOutcome, goodEvidence } from './evidence.js';

export type Planted = readonly [what: string, breaks: readonly InvariantName[], evidence: Partial<Evidence>];

const { history, stock, events, effects, deadLetters, faults: endured } = goodEvidence;
const { consumer } = anEffect();
const letter = { consumer, event_id: 'event-1' };
const ALERTS = 'record-stock-alerts-when-stock-changed';

/** The order says `poison`: its first event is dead, and its second waits behind it. */
export const poisoned = {
  history: [anIntention({ body: { metadata: { poison: true } } }), ...history.slice(1)],
  parked: [
    { consumer, event_id: 'event-1', key: 'order-1', dead: true },
    { consumer, event_id: 'event-2', key: 'order-1', dead: false },
  ],
  effects: effects.filter((effect) => effect.consumer !== consumer),
  deadLetters: [...deadLetters, letter],
} satisfies Partial<Evidence>;

export const PLANTED_AT_CONSUMERS: readonly Planted[] = [
  ['an effect that is also parked', ['I7'], { ...poisoned, effects }],
  ['a healthy order that was set aside, with its letter', ['I7'], { ...poisoned, history }],
  ['an order of which two events are dead', ['I7'], {
    ...poisoned,
    parked: poisoned.parked.map((event) => ({ ...event, dead: true })),
    deadLetters: [...poisoned.deadLetters, { consumer, event_id: 'event-2' }],
  }],
  ['a poisonous order that had its effects', ['I7'], { history: poisoned.history }],
  ['a dead letter that is missing', ['I7'], { deadLetters: deadLetters.slice(0, 1) }],
  ['a dead letter of what was handled', ['I7'], { deadLetters: [...deadLetters, letter] }],
  ['garbage that the service kept twice', ['I7'], { deadLetters: [...deadLetters, ...deadLetters.slice(1)] }],
  ['an event that a consumer of the service set aside', ['I7'], {
    parked: [{ consumer: ALERTS, event_id: 'level-2', key: 'product-1', dead: true }],
    deadLetters: [...deadLetters, { consumer: ALERTS, event_id: 'level-2' }],
  }],
];

const without = (id: string): Partial<Evidence> => ({
  events: events.filter(({ eventId }) => eventId !== id),
  effects: effects.filter(({ event_id: eventId }) => eventId !== id),
});
const changed = (id: string, over: Partial<StreamEvent>): Partial<Evidence> => ({
  events: events.map((event) => (event.eventId === id ? { ...event, ...over } : event)),
});
const level = { on_hand: 8, held: 1, available: 7, change: 3 };
const [product] = stock;
const held = events.find(({ eventId }) => eventId === 'moved-1');

export const PLANTED_IN_STREAMS: readonly Planted[] = [
  ['a hold that was not told', ['I3'], without('moved-1')],
  ['a hold that was told twice', ['I3'], {
    events: [...events, { ...held!, eventId: 'moved-9' }],
    effects: [...effects, anEffect({ consumer: effects.at(-1)?.consumer, event_id: 'moved-9' })],
  }],
  ['goods that are said to have left and are there', ['I3', 'I4'], changed('moved-2', { subject: 'inventory.stock_committed' })],
  ['a hold of other units than were booked', ['I4'], changed('moved-1', { lines: [{ sku: 'CUP', quantity: 3 }] })],
  ['a level that was never so', ['I4'], changed('level-2', { level: { ...level, held: 2, available: 6 } })],
  ['a level whose parts do not agree', ['I4'], changed('level-2', { level: { ...level, available: 8 } })],
  ['an adjustment by more than was booked', ['I4'], changed('level-2', { level: { ...level, change: 4 } })],
  ['a level of a product that does not exist', ['I4', 'I5'], changed('level-2', { key: 'product-9' })],
  ['a level that was neither told nor counted', ['I3'], { ...without('level-2'), stock: [{ ...product!, level_sequence: 1 }] }],
  ['an event of an order that does not say its status', ['I4'], changed('event-2', { status: undefined })],
];

/** Long after the other requests of the history. */
const startedAt = '2026-11-21T11:00:00.000Z';
const notDone = { key: 'key-4', startedAt, answer: undefined, order: undefined };
export const refusal = anOutcome({ ...notDone, status: 503, code: 'busy', retryAfter: '1' });
export const silence = anOutcome({ ...notDone, status: undefined, trouble: 'TimeoutError', ms: 5_000 });

/** A fault that began so many ms after those two were sent, and was over a second later. */
export function faultAfter(ms: number, over: Partial<InjectedFault> = {}): InjectedFault {
  const from = Date.parse(startedAt) + ms;
  return aFault({ window: { from, to: from + 1_000 }, ...over });
}

export function during(outcome: Outcome, faults: readonly InjectedFault[], asked = anIntention()): Partial<Evidence> {
  return { history: [...history.filter(({ key }) => key !== 'key-4'), { ...asked, key: 'key-4', probe: true }, outcome], faults };
}

export const hotRow = { name: 'hot-row-held', target: 'stock' };
export const wanting = (sku: string, status = 'placed') => anIntention({ body: { status, items: [{ sku, qty: 1 }] } });

const consumerCut = { name: 'cut-link', target: 'consumer→postgres' };

export const PLANTED_DURING_FAULTS: readonly Planted[] = [
  ['a 503 because nats is away', ['I9'], during(refusal, [faultAfter(-100)])],
  ['a request that hangs because nats is away', ['I9'], during(silence, [faultAfter(-100)])],
  ['a 503 when nats is long back, and before the next fault', ['I9'], during(refusal, [faultAfter(-5_000), faultAfter(1_000)])],
  ['a buyer of another product who is sent away', ['I9'], during(refusal, [faultAfter(-100, hotRow)], wanting('FILTER'))],
  ['a draft that waits for stock', ['I9'], during(silence, [faultAfter(-100, hotRow)], wanting('ARABICA', 'draft'))],
  ['a 503 because the consumer is away', ['I9'], during(refusal, [faultAfter(-100, consumerCut)])],
];

/** A fault after which all was well in time, but for these. */
const recovering = (late: Recovery): Partial<Evidence> => ({ faults: [aFault({ recovery: { ...aFault().recovery, ...late } })] });

export const PLANTED_AFTER_FAULTS: readonly Planted[] = [
  ['programs that are up again late', ['I10'], recovering({ mended: 31_000 })],
  ['an API that stays away', ['I10'], recovering({ answers: undefined })],
  ['an API that comes back late', ['I10'], recovering({ answers: 5_100 })],
  ['a relay that comes back late', ['I10'], recovering({ relay: 5_100 })],
  ['a relay that stays away, though nothing waits', ['I10'], recovering({ relay: undefined, drained: 0 })],
  ['a backlog that does not drain', ['I10'], recovering({ drained: undefined })],
  ['a backlog that drains late', ['I10'], recovering({ drained: 10_100 })],
  ['a replica that is never well again', ['I10'], recovering({ well: undefined })],
  ['a replica that is well too late', ['I10'], recovering({ well: 10_100 })],
  ['a consumer that has nothing more', ['I10'], recovering({ consuming: undefined })],
  ['a consumer that goes on late', ['I10'], recovering({ consuming: 40_100 })],
  ['a frozen relay that nobody follows', ['I10'], { faults: [...endured, aFault({ takeover: null })] }],
  ['a frozen relay that is followed late', ['I10'], { faults: [...endured, aFault({ takeover: 6_100 })] }],
];
