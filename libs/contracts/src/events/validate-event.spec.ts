import { describe, expect, it } from '@jest/globals';
import type { OrderCreated, OrderEvent } from '../generated/event-types.js';
import { eventSchemas } from './event-schemas.js';
import { validateEvent, validateOwnEvent } from './validate-event.js';

const SUBJECT = 'orders.order_created';

function setup(): OrderCreated {
  return structuredClone(eventSchemas[SUBJECT].examples?.[0]) as OrderCreated;
}

describe('checking an event', () => {
  it('names every fault and its place', () => {
    const event = { ...setup(), sequence: 0, status: 'sold', items: [{ ...setup().items[0], qty: '2' }] };
    expect(validateEvent(SUBJECT, event)).toEqual([
      '/sequence must be >= 1',
      expect.stringMatching(/^\/status must be one of draft, pending, placed/),
      '/items/0/qty must be integer',
    ]);
  });

  it('finds a body that was sent on the wrong subject', () => {
    expect(validateEvent('orders.order_deleted', setup())).toContain('/event_type must be "order_deleted"');
  });

  it('knows no subject that has no schema', () => {
    expect(validateEvent('orders.toString', setup())).toEqual(['orders.toString is no subject that has a schema']);
  });

  it.each([null, 'text', 7, []])('refuses %p as a body', (body) => {
    expect(validateEvent(SUBJECT, body)).toEqual(['the body must be object']);
  });

  it('welcomes members that a later version may add', () => {
    expect(validateEvent(SUBJECT, { ...setup(), loyalty_points: 12 })).toEqual([]);
  });
});

describe('checking an event of our own', () => {
  it('finds a misspelt member at every depth', () => {
    const event = setup();
    const [item] = event.items;
    const quantities = { ...item?.quantities, opened: 1 };
    expect(validateOwnEvent(SUBJECT, { ...event, totl: 1, items: [{ ...item, quantity: 2, quantities }] })).toEqual([
      '/items/0/quantities must not have the member "opened"',
      '/items/0 must not have the member "quantity"',
      'the body must not have the member "totl"',
    ]);
  });

  it('leaves the metadata to the client', () => {
    expect(validateOwnEvent(SUBJECT, { ...setup(), metadata: { anything: { goes: [1, null] } } })).toEqual([]);
  });
});

it('the types let a consumer tell events apart by their type', () => {
  const previousOf = (event: OrderEvent): string => (event.event_type === 'order_shipped' ? event.previous_status : 'none');
  expect(previousOf(setup())).toBe('none');
});
