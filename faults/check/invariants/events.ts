import { OVERSIZE_SUBJECT } from '../../kinds/traffic.js';
import type { Evidence, StreamEvent } from '../evidence.js';
import { groupBy, type Invariant } from '../invariant.js';
import { untoldStock, untrueStock } from './stock-events.js';

/** The events as a consumer sees them that drops what it has seen. */
export function firstCopies(events: readonly StreamEvent[]): StreamEvent[] {
  const seen = new Set<string>();
  return events.filter(({ eventId }) => !seen.has(eventId) && seen.add(eventId));
}

/** Copies of an event in a stream, beyond the first. The stream itself drops them for ten minutes. */
export function rawCopies({ events }: Pick<Evidence, 'events'>): number {
  return events.length - firstCopies(events).length;
}

const eventsOf = (name: string) => ({ events }: Evidence): StreamEvent[] =>
  firstCopies(events.filter(({ stream }) => stream === name));

const orderEvents = eventsOf('orders');
const stockEvents = eventsOf('inventory');

export const ordersAreTold: Invariant = {
  name: 'I3',
  about: 'every order has one order_created, every move of its goods one event; nothing waits, no stream holds a copy',
  violations: (evidence) => {
    const created = orderEvents(evidence).filter(({ subject }) => subject === 'orders.order_created');
    const perOrder = groupBy(created, ({ key }) => key);
    const untold = evidence.orders.flatMap(({ id }) => {
      const count = perOrder.get(id)?.length ?? 0;
      return count === 1 ? [] : [`order ${id} was told ${count} times`];
    });
    const copies = rawCopies(evidence);
    return [
      ...untold,
      ...untoldStock(evidence, stockEvents(evidence)),
      ...evidence.outbox.map((subject) => `an event still waits in the outbox: ${subject}`),
      ...wronglyDead(evidence),
      ...(copies > 0 ? [`the streams hold ${copies} copies of events`] : []),
    ];
  },
};

/** Only what the run has planted is too large for the broker, and that is set aside. */
function wronglyDead({ outboxDead, faults }: Evidence): string[] {
  const planted = faults.filter(({ name, notInjected }) => name === 'oversize-event' && notInjected === undefined).length;
  const dead = outboxDead.filter((subject) => subject === OVERSIZE_SUBJECT).length;
  return [
    ...outboxDead.filter((subject) => subject !== OVERSIZE_SUBJECT).map((subject) => `an event was given up: ${subject}`),
    ...(dead === planted ? [] : [`${dead} of ${planted} oversize events were set aside`]),
  ];
}

export const eventsAreTrue: Invariant = {
  name: 'I4',
  about: 'every event tells of a step that its order has made or of stock as it was; each order is where its last step led',
  violations: (evidence) => {
    const reached = new Map(evidence.orders.map((order) => [order.id, order.last_sequence]));
    const statusAt = new Map(evidence.journey.map((step) => [`${step.order_id} ${step.sequence}`, step.to_status]));
    const events = orderEvents(evidence);
    const changes = groupBy(events, ({ key, version }) => `${key} ${version}`);
    const untrue = events.flatMap(({ key, sequence, subject, status, version }) => {
      const last = reached.get(key);
      if (last === undefined) return [`${subject} tells of order ${key}, which does not exist`];
      if (sequence > last) return [`${subject} ${sequence} of order ${key} never happened; it is at ${last}`];
      const ofOneChange = changes.get(`${key} ${version}`) ?? [];
      const then = statusAt.get(`${key} ${Math.max(...ofOneChange.map((event) => event.sequence))}`);
      if (status === then) return [];
      return [`${subject} ${sequence} of order ${key} says ${status}; its change led to ${then}`];
    });
    const elsewhere = evidence.orders.flatMap(({ id, status, last_sequence: last }) => {
      const led = statusAt.get(`${id} ${last}`);
      return status === led ? [] : [`order ${id} is ${status}, its last step ${last} led to ${led}`];
    });
    return [...untrue, ...elsewhere, ...untrueStock(evidence, stockEvents(evidence))];
  },
};

export const eventsAreInOrder: Invariant = {
  name: 'I5',
  about: 'the events of an order, and of the stock of a product, come as 1, 2, 3 … to the last',
  violations: (evidence) => {
    const ends = new Map([
      ...evidence.orders.map((order) => [order.id, order.last_sequence] as const),
      ...evidence.stock.map((stock) => [stock.product_id, stock.level_sequence] as const),
    ]);
    const perKey = groupBy(firstCopies(evidence.events.filter(({ numbered }) => numbered)), ({ key }) => key);
    return [...ends].flatMap(([key, last]) => {
      const found = (perKey.get(key) ?? []).map(({ sequence }) => sequence);
      const isRight = found.length === last && found.every((sequence, index) => sequence === index + 1);
      return isRight ? [] : [`${key} is at ${last}, its events are ${abridge(found)}`];
    });
  },
};

function abridge(numbers: readonly number[]): string {
  return numbers.length > 20 ? `${numbers.slice(0, 20).join(' ')} … (${numbers.length})` : numbers.join(' ');
}
