import { describe, expect, it } from '@jest/globals';
import { cloudEventHeaders, encodeHeaderValue } from './cloud-event-headers.js';

const facts = {
  eventId: '019a9f3e-8001-7a10-b5c6-7d8e9f0a1b2c',
  subject: 'orders.order_created',
  occurredAt: '2026-11-21T09:30:00.000Z',
  key: '019a9f3e-7c00-7d21-8a4b-5c6d7e8f9011',
} as const;

describe('the headers of an event', () => {
  it('are those of CloudEvents 1.0 in binary mode, with the id that JetStream deduplicates by', () => {
    expect(cloudEventHeaders(facts)).toEqual({
      'Nats-Msg-Id': facts.eventId,
      'ce-id': facts.eventId,
      'ce-source': '/pulse/orders',
      'ce-specversion': '1.0',
      'ce-type': 'orders.order_created',
      'ce-time': facts.occurredAt,
      'ce-subject': facts.key,
      'ce-dataschema': 'pulse:/schemas/orders/order_created.schema.json',
      'ce-datacontenttype': 'application/json',
    });
  });

  it('carry the trace when there is one', () => {
    const traceparent = '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01';
    expect(cloudEventHeaders({ ...facts, traceparent })).toMatchObject({ traceparent });
  });

  it.each([
    ['WIDGET-001', 'WIDGET-001'],
    ['Euro € 😀', 'Euro%20%E2%82%AC%20%F0%9F%98%80'],
    ['100% "new"', '100%25%20%22new%22'],
    ['a\r\nb: c', 'a%0D%0Ab:%20c'],
    ['\ud800', '%EF%BF%BD'],
  ])('hold %j as %j', (value, encoded) => {
    expect(encodeHeaderValue(value)).toBe(encoded);
  });
});
