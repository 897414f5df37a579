import type { Evidence, Movement, Step, StreamEvent } from '../../faults/check/evidence.js';
import type { AnsweredOrder, Entry, Intention, Outcome } from '../../faults/load/history.js';
import { anEffect, anEvent, anIntention, anOutcome, aStep, goodEvidence, handledByService } from './evidence.js';
import type { Planted } from './planted.js';

const { history, orders, journey, stock, movements, events, effects, handled } = goodEvidence;
const [order] = orders as [(typeof orders)[number]];
const anOrder = anOutcome().order!;
export const withMovement = (number: number, over: Partial<Movement>) =>
  movements.map((movement) => (movement.number === number ? { ...movement, ...over } : movement));

export const aRefusal = (over: Partial<Outcome> = {}) =>
  anOutcome({ key: 'key-4', status: 503, code: 'busy', retryAfter: '1', answer: undefined, order: undefined, ...over });

/** Published and consumed. */
export function withEvent(over: Partial<StreamEvent>): Partial<Evidence> {
  const event = anEvent(over);
  const { stream, eventId, key, sequence, subject } = event;
  return {
    events: [...events, event],
    effects: [...effects, anEffect({ event_id: eventId, key, sequence, subject })],
    handled: [...handled, handledByService(stream, eventId)],
  };
}

/** The order has made a third step, which was told. */
export function withStep(over: Partial<Step>): Partial<Evidence> {
  const step = aStep({ sequence: 3, at: '2026-11-21T10:00:02.000Z', ...over });
  const { sequence, event_type: type, to_status: status } = step;
  return {
    ...withEvent({ eventId: 'event-3', sequence, version: 3, subject: `orders.${type}`, status }),
    orders: [{ ...order, status, last_sequence: sequence }],
    journey: [...journey, step],
  };
}

/** One request more, with its only try. */
export function withRequest(intention: Partial<Intention>, outcome: Partial<Outcome>): Entry[] {
  const asked = anIntention({ key: 'key-8', kind: 'move', path: '/orders/order-1', ...intention });
  return [...history, asked, anOutcome({ key: asked.key, kind: asked.kind, order: undefined, ...outcome })];
}

/** The order comes from a bulk of one row. */
export function asBulk(row: AnsweredOrder | null): Evidence {
  const told = { kind: 'bulk', order: undefined, rows: [row] } as const;
  const entries = history.map((entry): Entry => {
    if (entry.key !== 'key-1') return entry;
    return entry.entry === 'intention' ? { ...entry, kind: 'bulk', body: { orders: [{}] } } : { ...entry, ...told };
  });
  return { ...goodEvidence, history: entries, orders: [{ ...order, key: 'key-1/0' }] };
}

export const asAdjusted = (intention: Partial<Intention>, outcome: Partial<Outcome>): Entry[] =>
  history.map((entry) => {
    if (entry.key !== 'key-3') return entry;
    return entry.entry === 'intention' ? { ...entry, ...intention } : { ...entry, ...outcome };
  });

export const answeredStep2 = { ...anOrder, last_sequence: 2, updated_at: '2026-11-21T10:00:01.000Z' };
export const aLateRefusal = { status: 409, code: 'illegal_transition', answer: undefined, startedAt: '2026-11-21T10:00:02.500Z' };

export const PLANTED_IN_REQUESTS: readonly Planted[] = [
  ['an order that was answered and is not there', ['I1', 'I4'], { orders: [] }],
  ['an order that is not as it was answered', ['I1'], { orders: [{ ...order, total_amount: 18 }] }],
  [
    'two orders of one request',
    ['I1', 'I3', 'I5'],
    {
      orders: [order, { ...order, id: 'order-2', last_sequence: 1 }],
      journey: [...journey, aStep({ order_id: 'order-2' })],
    },
  ],
  ['another answer to a repeat', ['I1'], { history: [...history, anOutcome({ answer: 'else' })] }],
  [
    'a repeat that is refused for what the first try has done',
    ['I1'],
    { history: [...history, anOutcome({ status: 409, code: 'illegal_transition', startedAt: '2026-11-21T10:00:01.000Z' })] },
  ],
  ['an answered change that is no step of the journey', ['I1', 'I4'], { journey: journey.slice(0, 1) }],
  [
    'an answered change that another one has overwritten',
    ['I1'],
    { history: [...history, anOutcome({ key: 'key-9', kind: 'move', order: { ...anOrder, status: 'ready' } })] },
  ],
  [
    'an adjustment that was booked twice',
    ['I1', 'I3', 'I6'],
    { movements: [...movements, { ...movements[3]!, number: 5, on_hand: 11 }] },
  ],
  ['a change that was made twice', ['I1'], withStep({ event_type: 'items_changed', actor: 'key-2', units: 1 })],
  ['a change that was answered and not made', ['I1'], { history: withRequest({ kind: 'note' }, { order: answeredStep2 }) }],
  [
    'a change without an answer whose repeat is refused after others have heard of it',
    ['I1'],
    { ...withStep({ event_type: 'order_ready', actor: 'key-8' }), history: withRequest({}, aLateRefusal) },
  ],
  [
    'an answer with a step that another request has made',
    ['I1'],
    {
      ...withStep({ event_type: 'order_ready', actor: 'key-8' }),
      history: withRequest({ body: { status: 'placed' } }, { order: answeredStep2 }),
    },
  ],
  [
    'another status than was asked for',
    ['I1'],
    { history: withRequest({ body: { status: 'ready' } }, { order: answeredStep2 }) },
  ],
  ['more units cancelled than was asked for', ['I1'], { journey: [journey[0]!, { ...journey[1]!, units: 2 }] }],
  ['a note that is gone', ['I1'], { orders: [{ ...order, note: 'of nobody' }] }],
  ['an order that should have ended by itself', ['I1'], { orders: [{ ...order, expires_at: '2026-11-21T10:00:05.000Z' }] }],
  ['a refused row of a bulk that exists', ['I1'], asBulk(null)],
  ['a request whose outcome never became known', ['I1'], { history: [...history, anIntention({ key: 'key-8' })] }],
  ['an adjustment of another amount than was asked for', ['I1'], { history: asAdjusted({ body: { change: 4 } }, {}) }],
  ['an adjustment that was answered as another movement', ['I1'], { history: asAdjusted({}, { movement: 3 }) }],
  ['a count of another result than was asked for', ['I1'], { history: asAdjusted({ kind: 'count', body: { on_hand: 7 } }, {}) }],
  ['an order that nobody asked for', ['I2'], { history: history.filter(({ entry }) => entry === 'outcome') }],
  ['a change that nobody asked for', ['I2'], withStep({ event_type: 'order_updated', actor: 'key-0' })],
  ['an order that ended by itself without a time', ['I2'], withStep({ event_type: 'order_expired', actor: 'expiry' })],
  [
    'an adjustment that nobody asked for',
    ['I2', 'I3'],
    {
      movements: [...movements, { ...movements[3]!, number: 5, on_hand: 11, reason: 'key-0' }],
      stock: [{ ...stock[0]!, on_hand: 11 }],
    },
  ],
];
