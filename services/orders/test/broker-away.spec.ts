import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { eventually } from '#libs/testing';
import { openStream } from './event-stream.js';
import { startService, type RunningService } from './service.js';

let service: RunningService;
beforeAll(async () => {
  service = await startService();
});
afterAll(() => service.stop());

const health = () => service.get<{ status: string; checks: { nats: { status: string } } }>('/health/ready');

async function metric(name: string): Promise<number> {
  const { body } = await service.get<string>('/metrics');
  return Number(new RegExp(`^${name} (.+)$`, 'm').exec(body)?.[1]);
}

/** What the service left open in the database and does nothing about. */
const openTransactions = () => service.db.sql`
  select query from pg_stat_activity where application_name = 'pulse-orders' and datname = current_database()
    and state like 'idle in transaction%' and state_change < now() - interval '100 ms'`;

describe('while the broker is away', () => {
  it('orders are taken, the service is ready though degraded, and everything is told once it is back', async () => {
    const before = await service.place();
    await service.events(before.id);
    await service.world.nats.stop();
    const placed = await Promise.all(Array.from({ length: 20 }, () => service.place()));
    for (const { id } of placed) expect((await service.patch(`/orders/${id}`, { status: 'placed' })).status).toBe(200);
    await eventually(async () => {
      const report = { status: 'degraded', checks: { postgres: { status: 'ok' }, nats: { status: 'degraded' } } };
      expect(await health()).toMatchObject({ status: 200, body: report });
    });
    expect(await service.get('/orders/stream')).toMatchObject({
      status: 503,
      headers: { 'retry-after': '5', 'content-type': expect.stringContaining('application/problem+json') },
      body: { code: 'stream_unavailable' },
    });
    await eventually(async () => expect(await metric('outbox_pending_messages')).toBe(40), { within: 15_000 });
    expect(await metric('outbox_oldest_pending_age_seconds')).toBeGreaterThan(0);
    await eventually(async () => expect(await openTransactions()).toEqual([]));
    await service.world.nats.start();
    const events = await service.events();
    for (const { id } of placed) {
      const own = events.filter(({ body }) => body.order_id === id);
      expect(own.map(({ body }) => [body.sequence, body.event_type])).toEqual([[1, 'order_created'], [2, 'order_placed']]);
    }
    await eventually(async () => expect((await health()).body.status).toBe('ok'));
    await eventually(async () => expect(await metric('outbox_pending_messages')).toBe(0), { within: 15_000 });
  });

  it('a frozen one holds nobody up', async () => {
    await service.world.nats.freeze();
    const { id } = await service.place();
    expect((await service.patch(`/orders/${id}`, { status: 'placed' })).status).toBe(200);
    const readers = ['', '?last_event_id=0'].map((query) => service.get(`/orders/stream${query}`));
    for (const answer of await Promise.all(readers))
      expect(answer).toMatchObject({ status: 503, body: { code: 'stream_unavailable' } });
    service.world.nats.thaw();
    expect((await service.events(id)).map(({ body }) => body.sequence)).toEqual([1, 2]);
  });

  it('a killed one gets what it had not acknowledged, and readers go on where they were', async () => {
    const first = await openStream(`${service.url}/orders/stream`);
    const { id } = await service.place();
    const [created] = await first.take(1);
    await service.world.nats.kill();
    await service.patch(`/orders/${id}`, { status: 'placed' });
    await service.world.nats.start();
    await service.events(id);
    first.close();
    const again = await openStream(`${service.url}/orders/stream`, { 'last-event-id': created?.id ?? '' });
    expect((await again.take(1))[0]).toMatchObject({ event: 'order_placed', data: { order_id: id, sequence: 2 } });
    again.close();
  });
});
