import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { eventually } from '#libs/testing';
import { anOrderBody } from './order-body.js';
import { startService, type Answer, type RunningService } from './service.js';

let service: RunningService;

beforeAll(async () => {
  service = await startService();
});

afterAll(() => service.stop());

const commits = async (): Promise<number> => {
  const [row] = await service.db.sql`select count(distinct xmin::text)::int as n from orders`;
  return row?.['n'] as number;
};

/** Sessions of the service that wait for a lock. */
async function sessionsThatWait(): Promise<number> {
  const sessions = await service.db.sql`
    select from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database()`;
  return sessions.length;
}

async function inFlight(): Promise<number> {
  const { body } = await service.get<string>('/metrics');
  return Number(/^http_requests_in_flight (\d+)/m.exec(body)?.[1] ?? 0);
}

describe('orders that arrive together', () => {
  it('share commits, and each gets an answer of its own', async () => {
    const before = await commits();
    const lock = await service.db.sql.reserve();
    await lock`begin`;
    await lock`lock table orders in share mode`;
    const posts = Array.from({ length: 50 }, () => service.post('/orders', anOrderBody()));
    await eventually(async () => (await inFlight()) >= 50);
    await lock`commit`;
    lock.release();
    const answers = await Promise.all(posts);
    expect(answers.every(({ status }) => status === 201)).toBe(true);
    expect(new Set(answers.map(({ body }) => body.id)).size).toBe(50);
    // The two that came first were under way alone; all others waited behind them.
    expect((await commits()) - before).toBeLessThanOrEqual(4);
    const events = await service.events();
    expect(new Set(events.map(({ body }) => body.order_id)).size).toBe(50);
  });

  it('fail alone: one that takes a reference twice spoils none of the others', async () => {
    const bodies = Array.from({ length: 100 }, (_, index) => anOrderBody(index % 10 === 0 ? { external_ref: 'TAKEN-ONCE' } : {}));
    const answers = await Promise.all(bodies.map((body) => service.post('/orders', body)));
    const statuses = (wanted: number) => answers.filter(({ status }) => status === wanted).length;
    expect([statuses(201), statuses(409)]).toEqual([91, 9]);
    const [row] = await service.db.sql`select count(*)::int as n from orders where external_ref = 'TAKEN-ONCE'`;
    expect(row?.['n']).toBe(1);
  });

  it('with one idempotency key are one order, though others are committed beside it', async () => {
    const body = anOrderBody();
    const repeats = Array.from({ length: 20 }, () => service.post('/orders', body, { 'idempotency-key': 'together' }));
    const others = Array.from({ length: 20 }, () => service.post('/orders', anOrderBody()));
    const answers = await Promise.all(repeats);
    await Promise.all(others);
    expect(new Set(answers.map(({ body: { id } }) => id)).size).toBe(1);
    expect(answers.filter(({ headers }) => headers['idempotency-replayed'] === 'true')).toHaveLength(19);
  });
});

describe('changes that come together', () => {
  it('share commits, each order with its own answer and its own event', async () => {
    const orders = await Promise.all(Array.from({ length: 40 }, () => service.place({ metadata: {} })));
    const before = await commits();
    const answers = await Promise.all(orders.map(({ id }, n) => service.patch(`/orders/${id}`, { metadata: { n } })));
    const seen = answers.map(({ status, body }) => [status, body.metadata, body.version]);
    expect(seen).toEqual(orders.map((_, n) => [200, { n }, 2]));
    expect((await commits()) - before).toBeLessThan(30);
    for (const { id } of orders.slice(0, 3)) expect(await service.events(id)).toHaveLength(2);
  });

  it('fail alone: a move that is not allowed spoils none of the others', async () => {
    const orders = await Promise.all(Array.from({ length: 20 }, () => service.place()));
    const to = (n: number) => (n % 5 === 0 ? 'delivered' : 'cancelled');
    const answers = await Promise.all(orders.map(({ id }, n) => service.patch(`/orders/${id}`, { status: to(n) })));
    expect(answers.map(({ status }) => status)).toEqual(orders.map((_, n) => (n % 5 === 0 ? 409 : 200)));
  });

  it('with one idempotency key for different orders: the first counts, the others are told', async () => {
    const orders = await Promise.all(Array.from({ length: 6 }, () => service.place()));
    const key = { 'idempotency-key': 'one-for-many' };
    const answers = await Promise.all(orders.map(({ id }) => service.patch(`/orders/${id}`, { metadata: { a: 1 } }, key)));
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 422, 422, 422, 422, 422]);
  });

  it('leave most of the connections to others, when many want an order that somebody keeps locked', async () => {
    const { id } = await service.place();
    await service.db.transaction(async (tx) => {
      await tx`select from orders where id = ${id} for update`;
      const change = (n: number) => service.patch<{ code?: string }>(`/orders/${id}`, { metadata: { n } });
      const changes = Array.from({ length: 40 }, (_, n) => change(n));
      const answers = Promise.all(changes);
      await eventually(async () => (await sessionsThatWait()) > 0);
      let most = 0;
      let areAnswered = false;
      void answers.finally(() => (areAnswered = true));
      while (!areAnswered) most = Math.max(most, await sessionsThatWait());
      expect(most).toBe(2);
      expect((await answers).map(({ status, body }) => [status, body.code])).toEqual(Array(40).fill([503, 'busy']));
    });
    const isLetIn = async () => (await service.patch(`/orders/${id}`, { metadata: { n: 41 } })).status === 200;
    await eventually(isLetIn, { within: 5_000 });
  });

  it('do not wait for an order that somebody else is at', async () => {
    const [held, free] = [await service.place(), await service.place()];
    let waiting: Promise<Answer> | undefined;
    await service.db.transaction(async (tx) => {
      await tx`select from orders where id = ${held.id} for update`;
      waiting = service.patch(`/orders/${held.id}`, { metadata: { a: 1 } });
      const others = Array.from({ length: 5 }, (_, n) => service.patch(`/orders/${free.id}`, { metadata: { n } }));
      expect((await Promise.all(others)).map(({ status }) => status)).toEqual(Array(5).fill(200));
    });
    expect(await waiting).toMatchObject({ status: 200, body: { metadata: { a: 1 } } });
  });
});
