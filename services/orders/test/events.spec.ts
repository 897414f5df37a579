import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { SUBJECTS, validateOwnEvent } from '#libs/contracts';
import { anItem } from './order-body.js';
import { startService, type RunningService } from './service.js';
import type { StreamedEvent } from './stream.js';

let service: RunningService;
let events: StreamedEvent[];

/** One of everything that is told of an order. */
async function doEverything({ place, patch, post, call }: RunningService): Promise<void> {
  const header = { external_ref: 'e-1', customer_name: 'Ada', facility_id: 'f', conversation_id: 'c' };
  const metadata = { é: ['😀', null] };
  const long = await place({ ...header, metadata, items: [anItem({ qty: 5, item_name: 'Widget', unit_price: 25 }), anItem()] });
  const steps = ['pending', 'placed', 'confirmed', 'preparing', 'ready', 'shipped', 'delivered', 'completed'];
  for (const status of steps) await patch(`/orders/${long.id}`, { status, reason: `to ${status}` });
  await patch(`/orders/${long.id}`, { status: 'draft', force: true, reason: 'a repair' });
  const changed = await place({ status: 'placed', currency: 'JPY', items: [anItem({ price: 100 })] });
  await patch(`/orders/${changed.id}`, { metadata: { a: 1 }, on_hold: true, estimated_ready_time: '2026-12-24T18:00:00Z' });
  await post(`/orders/${changed.id}/cancel`, { items: [{ item_id: changed.items[0]?.id, quantity: 1 }], reason: 'too many' });
  await patch(`/orders/${changed.id}`, { on_hold: false, estimated_ready_time: null });
  await patch(`/orders/${changed.id}/items`, [{ item_id: changed.items[0]?.id, status: 'shipped' }]);
  await post(`/orders/${(await place()).id}/cancel`, { restock: false });
  await patch(`/orders/${(await place({ status: 'pending' })).id}`, { status: 'expired' });
  await patch(`/orders/${(await place({ status: 'pending' })).id}`, { status: 'rejected' });
  await call('DELETE', `/orders/${(await place()).id}`);
}

beforeAll(async () => {
  service = await startService();
  await doEverything(service);
  events = await service.events();
});
afterAll(() => service.stop());

describe('the stream', () => {
  it('holds an event of every subject of orders', () => {
    const ofOrders = SUBJECTS.filter((subject) => subject.startsWith('orders.'));
    expect(new Set(events.map(({ subject }) => subject))).toEqual(new Set(ofOrders));
  });

  it('holds only bodies that keep to their schema, without a member that it does not name', () => {
    const faults = events.flatMap(({ subject, body }) => validateOwnEvent(subject, body).map((fault) => `${subject}: ${fault}`));
    expect(faults).toEqual([]);
  });

  it('holds no name of a person', () => {
    expect(JSON.stringify(events)).not.toContain('Ada');
  });

  it('names each event by its id, in the header of JetStream, in that of CloudEvents and in the body', () => {
    for (const { headers, body, subject } of events) {
      expect(headers).toMatchObject({
        'Nats-Msg-Id': body.event_id,
        'ce-id': body.event_id,
        'ce-type': subject,
        'ce-subject': body.order_id,
        'ce-time': body.occurred_at,
        'ce-specversion': '1.0',
        'ce-source': '/pulse/orders',
        'ce-dataschema': `pulse:/schemas/orders/${body.event_type}.schema.json`,
        'ce-datacontenttype': 'application/json',
      });
    }
    expect(new Set(events.map(({ body }) => body.event_id)).size).toBe(events.length);
  });

  it('tells of each order in its sequence from 1 without a gap, beginning with its one creation', async () => {
    const orders = Map.groupBy(events, ({ body }) => body.order_id);
    expect(orders.size).toBe(6);
    for (const [id, own] of orders) {
      expect(own.map(({ body }) => body.sequence)).toEqual(own.map((_, index) => index + 1));
      expect(own.map(({ body }) => body.event_type).indexOf('order_created')).toBe(0);
      expect(own.filter(({ body }) => body.event_type === 'order_created')).toHaveLength(1);
      const { status, body } = await service.get(`/orders/${id}`);
      if (status === 200) expect(body.last_sequence).toBe(own.length);
      else expect(own.at(-1)?.body.event_type).toBe('order_deleted');
    }
  });

  it('tells an order as the API answers it', async () => {
    for (const own of Map.groupBy(events, ({ body }) => body.order_id).values()) {
      const told = own.at(-1)?.body as StreamedEvent['body'];
      const { status, body } = await service.get(`/orders/${told.order_id}`);
      if (status !== 200) continue;
      const { customer_id, status: now, total_amount, currency, items, metadata, created_at, updated_at, external_ref } = body;
      expect(told).toMatchObject({
        customer_id, status: now, total_amount, currency, items, metadata, created_at, updated_at, external_ref,
      });
    }
  });
});
