import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { OrderBody } from '../src/orders/order.presenter.js';
import { startService, type RunningService } from './service.js';

let service: RunningService;
beforeAll(async () => {
  service = await startService();
});
afterAll(() => service.stop());

const patch = (order: OrderBody, body: unknown, headers?: Record<string, string>) =>
  service.patch(`/orders/${order.id}`, body, headers);
const eventsOf = async ({ id }: OrderBody) => (await service.events(id)).map(({ subject }) => subject.replace('orders.', ''));

describe('a change of status', () => {
  it('is answered with the order, its new version and what may follow', async () => {
    const order = await service.place({ status: 'placed' });
    const { status, headers, body } = await patch(order, { status: 'confirmed' });
    expect([status, headers['etag']]).toEqual([200, '"2"']);
    expect(body).toMatchObject({ status: 'confirmed', phase: 'work', version: 2, last_sequence: 2 });
    expect(body.next_statuses).toEqual(['preparing', 'ready', 'shipped', 'completed', 'cancelled']);
    expect(Date.parse(body.updated_at)).toBeGreaterThanOrEqual(Date.parse(order.updated_at));
    expect((await service.get(`/orders/${order.id}`)).body).toEqual(body);
  });

  it.each([
    ['Confirmed', 'confirmed'],
    ['Being prepared', 'preparing'],
    ['READY_FOR_PICKUP', 'ready'],
    ['shipped', 'shipped'],
    ['Completed', 'completed'],
    ['canceled', 'cancelled'],
  ])('takes the word %j for %s', async (word, status) => {
    expect((await patch(await service.place({ status: 'placed' }), { status: word })).body.status).toBe(status);
  });

  it('leads along the whole life of an order, with an event for each step', async () => {
    const order = await service.place();
    const steps = ['pending', 'placed', 'confirmed', 'preparing', 'ready', 'shipped', 'delivered', 'completed'];
    for (const status of steps) expect((await patch(order, { status })).body).toMatchObject({ status });
    expect(await eventsOf(order)).toEqual(['order_created', ...steps.map((step) => `order_${step}`)]);
    expect((await service.get(`/orders/${order.id}`)).body).toMatchObject({
      next_statuses: [], fulfilment_status: 'fulfilled', items: [{ status: 'delivered' }, { status: 'delivered' }],
    });
  });

  it('to the same status answers 200 and tells nobody', async () => {
    const order = await service.place({ status: 'placed' });
    const { status, headers, body } = await patch(order, { status: 'placed' });
    expect([status, headers['etag'], body]).toEqual([200, '"1"', order]);
    expect(await eventsOf(order)).toEqual(['order_created']);
  });

  it('that the lifecycle does not know is refused, with what it does know', async () => {
    const order = await service.place();
    expect(await patch(order, { status: 'shipped' })).toMatchObject({
      status: 409,
      body: { code: 'illegal_transition', status_now: 'draft', next_statuses: ['pending', 'placed', 'cancelled', 'expired'] },
    });
    expect(await eventsOf(order)).toEqual(['order_created']);
  });

  it('can be forced for a reason, and says so', async () => {
    const order = await service.place({ status: 'placed' });
    await patch(order, { status: 'rejected', reason: 'fraud' });
    expect(await patch(order, { status: 'confirmed', force: true })).toMatchObject({
      status: 422,
      body: { code: 'validation_failed', errors: [{ pointer: '/reason' }] },
    });
    expect(await patch(order, { status: 'confirmed', force: true, reason: 'a mistake' })).toMatchObject({
      status: 200,
      body: { status: 'confirmed', items: [{ status: 'open' }, { status: 'open' }] },
    });
    expect((await service.events(order.id)).at(-1)?.body).toMatchObject({
      event_type: 'order_confirmed', previous_status: 'rejected', reason: 'a mistake', forced: true,
    });
  });

  it('waits while the order is on hold, but ending it does not', async () => {
    const order = await service.place({ status: 'placed' });
    expect((await patch(order, { on_hold: true })).body.on_hold).toBe(true);
    expect(await patch(order, { status: 'confirmed' })).toMatchObject({ status: 409, body: { code: 'order_on_hold' } });
    expect(await patch(order, { status: 'cancelled' })).toMatchObject({ status: 200, body: { status: 'cancelled' } });
  });

  it('cancels an order that is on its way only when told so', async () => {
    const order = await service.place({ status: 'placed' });
    await patch(order, { status: 'shipped' });
    expect(await patch(order, { status: 'cancelled' })).toMatchObject({ status: 409, body: { code: 'illegal_transition' } });
    expect(await patch(order, { status: 'cancelled', allow_cancel_shipped: true })).toMatchObject({ status: 200 });
    expect((await service.events(order.id)).at(-1)?.body).toMatchObject({ event_type: 'order_cancelled', restocked: false });
  });
});

describe('a change of fields', () => {
  it('merges metadata as RFC 7396 says, under either media type', async () => {
    const order = await service.place({ metadata: { keep: 1, drop: 2, deep: { a: 1, b: 2 } } });
    const merged = { keep: 1, deep: { a: 1, c: [null] }, ключ: 'значение' };
    const type = { 'content-type': 'application/merge-patch+json' };
    const first = await patch(order, { metadata: { drop: null, deep: { b: null, c: [null] }, ключ: 'значение' } }, type);
    expect(first.body.metadata).toEqual(merged);
    expect((await patch(order, { metadata: null })).body.metadata).toEqual({});
    expect(await eventsOf(order)).toEqual(['order_created', 'order_updated', 'order_updated']);
  });

  it('names what has changed, and nothing happens when nothing has', async () => {
    const order = await service.place({ metadata: { a: 1, b: 2 } });
    const time = '2026-12-24T18:00:00+01:00';
    expect((await patch(order, { estimated_ready_time: time })).body.estimated_ready_time).toBe('2026-12-24T17:00:00.000Z');
    await patch(order, { estimated_ready_time: '2026-12-24T17:00:00Z', metadata: { b: 2 }, on_hold: false });
    await patch(order, {});
    const events = await service.events(order.id);
    expect(events.map(({ body }) => body.event_type)).toEqual(['order_created', 'order_updated']);
    expect(events[1]?.body).toMatchObject({ changed: ['estimated_ready_time'], sequence: 2 });
  });

  it('together with one of status is two events of one version', async () => {
    const order = await service.place({ status: 'placed' });
    const { body } = await patch(order, { status: 'confirmed', metadata: { table: 7 } });
    expect(body).toMatchObject({ version: 2, last_sequence: 3 });
    expect(await eventsOf(order)).toEqual(['order_created', 'order_updated', 'order_confirmed']);
  });
});

describe('If-Match', () => {
  it.each(['"1"', '*', '"9", "1"'])('of %s lets a change of version 1 through', async (tag) => {
    expect((await patch(await service.place(), { status: 'placed' }, { 'if-match': tag })).status).toBe(200);
  });

  it.each(['"2"', 'W/"1"', '1', '"other"'])('of %s does not', async (tag) => {
    const order = await service.place();
    const refused = { status: 412, body: { code: 'precondition_failed', current_etag: '"1"' } };
    const header = { 'if-match': tag };
    expect(await patch(order, { status: 'placed' }, header)).toMatchObject(refused);
    expect(await service.post(`/orders/${order.id}/cancel`, {}, header)).toMatchObject(refused);
    expect(await service.call('DELETE', `/orders/${order.id}`, undefined, { headers: header })).toMatchObject(refused);
    expect((await service.get(`/orders/${order.id}`)).body).toEqual(order);
  });

  it('lets one of ten simultaneous writers win', async () => {
    const order = await service.place();
    const write = (n: number) => patch(order, { metadata: { writer: n } }, { 'if-match': '"1"' });
    const answers = await Promise.all(Array.from({ length: 10 }, (_, n) => write(n)));
    expect(answers.map(({ status }) => status).sort()).toEqual([200, ...Array<number>(9).fill(412)]);
  });
});

describe('thirty changes of one order at once', () => {
  it('are each made or refused, none is lost, and the sequence has no gap', async () => {
    const order = await service.place();
    const keys = Array.from({ length: 30 }, () => `k${randomUUID()}`);
    const answers = await Promise.all(keys.map((key) => patch(order, { metadata: { [key]: true } })));
    const made = answers.filter(({ status }) => status === 200).length;
    expect(answers.every(({ status }) => status === 200 || status === 409)).toBe(true);
    const { body } = await service.get(`/orders/${order.id}`);
    expect(body).toMatchObject({ version: made + 1, last_sequence: made + 1 });
    const kept = keys.filter((key) => key in body.metadata);
    expect(kept).toEqual(keys.filter((_, n) => answers[n]?.status === 200));
    const events = await service.events(order.id);
    expect(events.map((event) => event.body.sequence)).toEqual(Array.from({ length: made + 1 }, (_, n) => n + 1));
  });
});
