import type {
  Effect,
  Evidence,
  HandledEvent,
  InjectedFault,
  Step,
  StreamEvent,
  ToldLevel,
} from '../../faults/check/evidence.js';
import type { Intention, Outcome } from '../../faults/load/history.js';

const ORDERS = 'note-effect-when-orders-changed';
const INVENTORY = 'note-effect-when-inventory-changed';

export const anIntention = (over: Partial<Intention> = {}): Intention => ({
  entry: 'intention',
  key: 'key-1',
  kind: 'create',
  method: 'POST',
  path: '/orders',
  body: {},
  at: '2026-11-21T10:00:00.000Z',
  ...over,
});

export const anOutcome = (over: Partial<Outcome> = {}): Outcome => ({
  entry: 'outcome',
  key: 'key-1',
  kind: 'create',
  replica: 'orders-1',
  startedAt: '2026-11-21T10:00:00.000Z',
  ms: 5,
  status: 201,
  answer: 'digest',
  order: { id: 'order-1', status: 'placed', last_sequence: 1, total_amount: 19, updated_at: '2026-11-21T10:00:00.002Z' },
  ...over,
});

export const anEvent = (over: Partial<StreamEvent> = {}): StreamEvent => ({
  stream: 'orders',
  subject: 'orders.order_created',
  eventId: 'event-1',
  key: 'order-1',
  sequence: 1,
  numbered: true,
  status: 'placed',
  version: 1,
  ...over,
});

export const anEffect = (over: Partial<Effect> = {}): Effect => ({
  consumer: ORDERS,
  event_id: 'event-1',
  key: 'order-1',
  sequence: 1,
  subject: 'orders.order_created',
  at: '2026-11-21T10:00:00.020Z',
  ...over,
});

export const aStep = (over: Partial<Step> = {}): Step => ({
  order_id: 'order-1',
  sequence: 1,
  event_type: 'order_created',
  to_status: 'placed',
  actor: 'key-1',
  at: '2026-11-21T10:00:00.002Z',
  units: null,
  ...over,
});

export const aFault = (over: Partial<InjectedFault> = {}): InjectedFault => ({
  name: 'kill-nats',
  target: 'nats-1',
  at: 2,
  recovery: { mended: 900, answers: 20, relay: 4_000, drained: 4_000, well: 2_000, consuming: 5_300 },
  ...over,
});

const ofNobody = { order_id: null, order_sequence: null };
const aMovement = { sku: 'CUP', ...ofNobody, on_hand_change: 0, held_change: 0, on_hand: 5, held: 0, reason: null };
const ofOrder = (sequence: number) => ({ order_id: 'order-1', order_sequence: sequence });

const ofStock = { stream: 'inventory', status: undefined, version: undefined };
const aLevelEvent = (sequence: number, level: ToldLevel) =>
  anEvent({ ...ofStock, subject: 'inventory.stock_adjusted', eventId: `level-${sequence}`, key: 'product-1', sequence, level });
const aHoldEvent = (subject: string, sequence: number, quantity: number) =>
  anEvent({ ...ofStock, subject, eventId: `moved-${sequence}`, sequence, numbered: false, lines: [{ sku: 'CUP', quantity }] });
const anInventoryEffect = ({ eventId, key, sequence, subject }: StreamEvent) =>
  anEffect({ consumer: INVENTORY, event_id: eventId, key, sequence, subject });
const stockEvents = [
  aLevelEvent(1, { on_hand: 5, held: 0, available: 5, change: 5 }),
  aHoldEvent('inventory.stock_held', 1, 2),
  aHoldEvent('inventory.stock_released', 2, 1),
  aLevelEvent(2, { on_hand: 8, held: 1, available: 7, change: 3 }),
];

/** Noted in the inbox of the service's own consumer of the stream. */
export const handledByService = (stream: string, eventId: string): HandledEvent => ({
  consumer: stream === 'orders' ? 'record-daily-sales-when-order-changed' : 'record-stock-alerts-when-stock-changed',
  event_id: eventId,
});
const LEVELS = ['level-1', 'level-2'].map((id) => handledByService('inventory', id));

/** Of a run in which all went well: an order of two cups that was cancelled by one, and an adjustment of the stock. */
export const goodEvidence: Evidence = {
  history: [
    anIntention(),
    anOutcome({ status: undefined, order: undefined, answer: undefined, trouble: 'ECONNRESET' }),
    anOutcome(),
    anIntention({ key: 'key-2', kind: 'cancel-part', path: '/orders/order-1/cancel', body: { items: [{ quantity: 1 }] } }),
    anOutcome({
      key: 'key-2',
      kind: 'cancel-part',
      status: 200,
      answer: 'another',
      order: { id: 'order-1', status: 'placed', last_sequence: 2, total_amount: 19, updated_at: '2026-11-21T10:00:01.000Z' },
    }),
    anIntention({ key: 'key-3', kind: 'adjust', path: '/products/CUP/stock', body: { change: 3 } }),
    anOutcome({ key: 'key-3', kind: 'adjust', status: 200, answer: 'third', order: undefined, movement: 4 }),
    anIntention({ key: 'key-4' }),
    anOutcome({ key: 'key-4', status: 409, code: 'insufficient_stock', order: undefined, answer: undefined }),
  ],
  orders: [
    { id: 'order-1', key: 'key-1', status: 'placed', total_amount: 19, last_sequence: 2, note: null, expires_at: null },
  ],
  journey: [
    aStep(),
    aStep({ sequence: 2, event_type: 'items_changed', actor: 'key-2', at: '2026-11-21T10:00:01.000Z', units: 1 }),
  ],
  stock: [{ sku: 'CUP', product_id: 'product-1', on_hand: 8, held: 1, level_sequence: 2, promised: 1, departed: 0 }],
  movements: [
    { ...aMovement, number: 1, kind: 'adjust', on_hand_change: 5 },
    { ...aMovement, number: 2, kind: 'hold', ...ofOrder(1), held_change: 2, held: 2 },
    { ...aMovement, number: 3, kind: 'release', ...ofOrder(2), held_change: -1, held: 1 },
    { ...aMovement, number: 4, kind: 'adjust', on_hand_change: 3, on_hand: 8, held: 1, reason: 'key-3' },
  ],
  events: [
    anEvent(),
    anEvent({ subject: 'orders.items_changed', eventId: 'event-2', sequence: 2, version: 2 }),
    ...stockEvents,
  ],
  garbage: 1,
  outbox: [],
  outboxDead: [],
  effects: [
    anEffect(),
    anEffect({ event_id: 'event-2', subject: 'orders.items_changed', sequence: 2 }),
    ...stockEvents.map(anInventoryEffect),
  ],
  parked: [],
  deadLetters: [{ consumer: ORDERS }, { consumer: 'record-daily-sales-when-order-changed' }],
  handled: [handledByService('orders', 'event-1'), handledByService('orders', 'event-2'), ...LEVELS],
  faults: [
    aFault(),
    aFault({ name: 'freeze-relay-owner', takeover: 4_100 }),
    aFault({ name: 'long-snapshot', recovery: undefined }),
  ],
  planned: 3,
  patience: 1,
  deaths: [],
  complaints: [],
  memory: [{ replica: 'orders-1', peakMegabytes: 190 }],
};
