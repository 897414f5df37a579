import { randomUUID } from 'node:crypto';
import { connect } from 'node:net';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { connect as connectNats } from 'nats';
import { eventually } from '#libs/testing';
import { openStream, type Reader } from './event-stream.js';
import { startService, type RunningService } from './service.js';

let service: RunningService;
const open: Reader[] = [];
beforeAll(async () => {
  service = await startService();
});
afterEach(() => open.splice(0).forEach((reader) => reader.close()));
afterAll(() => service.stop());

/** Opens a stream when nothing is on its way any more. */
const watch = async (query = '', headers?: Record<string, string>) => {
  await service.events();
  const reader = await openStream(`${service.url}/orders/stream${query}`, headers);
  open.push(reader);
  return reader;
};

/** How many consumers the stream of the orders has. */
async function consumersOf({ world: { natsUrl } }: RunningService): Promise<number> {
  const connection = await connectNats({ servers: natsUrl });
  try {
    return (await (await connection.jetstreamManager()).streams.info('orders')).state.consumer_count;
  } finally {
    await connection.close();
  }
}

describe('GET /orders/stream', () => {
  it('tells of changes as they happen, with the body that consumers get', async () => {
    const reader = await watch();
    expect(reader.headers.get('content-type')).toBe('text/event-stream; charset=utf-8');
    expect(reader.headers.get('cache-control')).toBe('no-store');
    const { id } = await service.place();
    await service.patch(`/orders/${id}`, { status: 'placed' });
    const told = await reader.take(2);
    expect(told.map(({ event }) => event)).toEqual(['order_created', 'order_placed']);
    const events = await service.events(id);
    expect(told.map(({ data }) => data)).toEqual(events.map(({ body }) => body));
    expect(told.map((event) => event.id)).toEqual(events.map(({ streamSequence }) => String(streamSequence)));
  });

  it('goes on behind the last event that was received', async () => {
    const first = await watch();
    const { id } = await service.place();
    const [created] = await first.take(1);
    first.close();
    await service.patch(`/orders/${id}`, { status: 'pending' });
    await service.patch(`/orders/${id}`, { status: 'placed' });
    for (const again of [
      await watch('', { 'last-event-id': created?.id ?? '' }),
      await watch(`?last_event_id=${created?.id}`),
    ]) {
      expect((await again.take(2)).map(({ event }) => event)).toEqual(['order_pending', 'order_placed']);
    }
  });

  it('replays everything from 0', async () => {
    const events = await service.events();
    const reader = await watch('?last_event_id=0');
    expect((await reader.take(events.length)).map(({ data }) => data.event_id)).toEqual(events.map(({ body }) => body.event_id));
  });

  it('can be narrowed to an order or a customer', async () => {
    const customer_id = randomUUID();
    const order = await service.place();
    const ofOrder = await watch(`?order_id=${order.id}`);
    const ofCustomer = await watch(`?customer_id=${customer_id.toUpperCase()}`);
    const other = await service.place({ customer_id });
    await service.patch(`/orders/${order.id}`, { status: 'placed' });
    await service.patch(`/orders/${other.id}`, { status: 'pending' });
    expect((await ofOrder.take(1)).map(({ event }) => event)).toEqual(['order_placed']);
    expect((await ofCustomer.take(2)).map(({ data }) => data.order_id)).toEqual([other.id, other.id]);
  });

  it('gives twenty readers the same', async () => {
    const readers = await Promise.all(Array.from({ length: 20 }, () => watch()));
    const { id } = await service.place();
    const told = await Promise.all(readers.map((reader) => reader.take(1)));
    expect(new Set(told.map(([event]) => event?.data.order_id))).toEqual(new Set([id]));
  });

  it.each([
    ['?order_id=x', {}, '/query/order_id'],
    ['?last_event_id=-1', {}, '/query/last_event_id'],
    ['', { 'last-event-id': 'abc' }, '/headers/last-event-id'],
    ['?colour=red', {}, '/query/colour'],
  ])('refuses %j with %j', async (query, headers, pointer) => {
    const answer = await service.get(`/orders/stream${query}`, headers as Record<string, string>);
    expect(answer).toMatchObject({ status: 422, body: { code: 'validation_failed', errors: [{ pointer }] } });
  });

  it('survives readers that go away without a word', async () => {
    for (let n = 0; n < 30; n += 1) (await watch()).close();
    const reader = await watch();
    const { id } = await service.place();
    expect((await reader.take(1))[0]?.data.order_id).toBe(id);
  });

  it('leaves nobody waiting for readers that take nothing, and nothing of them behind', async () => {
    const items = Array.from({ length: 500 }, (_, n) => ({ sku: `SKU-${n}`, qty: 1, price: 1, item_name: 'x'.repeat(200) }));
    for (let n = 0; n < 20; n += 1) await service.place({ items });
    const consumers = await consumersOf(service);
    const idle = Array.from({ length: 40 }, () => connect(Number(new URL(service.url).port), '127.0.0.1').pause());
    for (const socket of idle) socket.write('GET /orders/stream?last_event_id=0 HTTP/1.1\r\nHost: x\r\n\r\n');
    const live = await watch();
    for (let n = 0; n < 3; n += 1) {
      const { id } = await service.place();
      expect((await live.take(1))[0]?.data.order_id).toBe(id);
    }
    idle.forEach((socket) => socket.destroy());
    live.close();
    await eventually(async () => expect(await consumersOf(service)).toBe(consumers));
  });
});

describe('more readers than are allowed', () => {
  it('are told to come back later', async () => {
    const small = await startService({ MAX_STREAM_READERS: '2' });
    const openings = await Promise.allSettled(Array.from({ length: 8 }, () => openStream(`${small.url}/orders/stream`)));
    const readers = openings.flatMap((opening) => (opening.status === 'fulfilled' ? [opening.value] : []));
    expect(readers).toHaveLength(2);
    const answer = await small.get('/orders/stream');
    expect(answer).toMatchObject({ status: 503, headers: { 'retry-after': '5' }, body: { code: 'stream_unavailable' } });
    readers.forEach((reader) => reader.close());
    const again = await eventually(() => openStream(`${small.url}/orders/stream`));
    again.close();
    await small.stop();
  });
});
