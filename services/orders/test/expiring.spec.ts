import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { eventually } from '#libs/testing';
import { anOrderBody } from './order-body.js';
import { startReplica, startService, type RunningService } from './service.js';
import { aProduct, levelOf, movementsOf } from './stock.js';
import { stockFaults } from './stock-invariants.js';

let service: RunningService;
beforeAll(async () => {
  // By itself it sweeps at its start and not again during the test.
  service = await startService({ EXPIRY_SWEEP_SECONDS: '3600' });
});
afterAll(() => service.stop());

/** Orders whose time has passed, the first of them longest ago. */
async function dueOrders(count: number, given: object = {}): Promise<string[]> {
  const body = anOrderBody({ status: 'pending', expires_at: '2126-01-01T00:00:00Z', ...given });
  const ids: string[] = [];
  while (ids.length < count) {
    const orders = Array.from({ length: Math.min(100, count - ids.length) }, () => body);
    const answer = await service.post<{ results: { order: { id: string } }[] }>('/orders/bulk', { orders, atomic: true });
    ids.push(...answer.body.results.map(({ order }) => order.id));
  }
  await makeDue(ids);
  return ids;
}

async function makeDue(ids: readonly string[]): Promise<void> {
  await service.db.sql`update orders set expires_at = '2026-01-01T00:00:00Z' where id = any(${ids as string[]}::uuid[])`;
}

const statusesOf = async (ids: readonly string[]): Promise<string[]> => {
  const rows = await service.db.sql<{ status: string }[]>`select status from orders where id = any(${ids as string[]}::uuid[])`;
  return rows.map(({ status }) => status);
};
const statusOf = async (id: string | undefined) => (await service.get(`/orders/${id}`)).body.status;
const line = (sku: string, qty = 1) => ({ sku, qty, price: 5 });

describe('an order whose time has passed', () => {
  it.each(['draft', 'pending'])('expires when it is %s, frees its stock and says why', async (status) => {
    const sku = await aProduct(service.db);
    const [id = ''] = await dueOrders(1, { status, items: [line(sku, 4)] });
    expect(await service.expireDue()).toEqual({ expired: 1, failed: 0 });
    expect((await service.get(`/orders/${id}`)).body).toMatchObject({ status: 'expired', expires_at: null, version: 2 });
    const told = { actor: 'expiry', reason: 'expired at 2026-01-01T00:00:00.000Z' };
    const { body } = await service.get(`/orders/${id}/journey`);
    expect(body).toMatchObject({ journey: [{}, { from: status, to: 'expired', ...told }] });
    const event = { event_type: 'order_expired', previous_status: status, ...told };
    expect((await service.events(id)).at(-1)?.body).toMatchObject(event);
    expect(await levelOf(service.db, sku)).toEqual({ on_hand: 10, held: 0 });
    expect(await movementsOf(service.db, sku)).toEqual(status === 'draft' ? [] : ['hold 0 4', 'release 0 -4']);
    expect(await service.expireDue()).toEqual({ expired: 0, failed: 0 });
  });

  it('does not expire once it was placed, nor before its time', async () => {
    const { id } = await service.place({ status: 'placed' });
    const early = await service.place({ status: 'pending', expires_at: '2126-01-01T00:00:00Z' });
    await makeDue([id]);
    expect(await service.expireDue()).toEqual({ expired: 0, failed: 0 });
    expect([await statusOf(id), await statusOf(early.id)]).toEqual(['placed', 'pending']);
  });

  it('may still be placed, and its time be put off, until it has expired', async () => {
    const [paid, extended, late] = await dueOrders(3);
    const answer = await service.patch(`/orders/${paid}`, { status: 'placed' });
    expect(answer).toMatchObject({ status: 200, body: { expires_at: null } });
    expect((await service.patch(`/orders/${extended}`, { expires_at: '2126-01-01T00:00:00Z' })).status).toBe(200);
    expect(await service.expireDue()).toEqual({ expired: 1, failed: 0 });
    expect([await statusOf(paid), await statusOf(extended), await statusOf(late)]).toEqual(['placed', 'pending', 'expired']);
    expect(await service.patch(`/orders/${late}`, { status: 'placed' })).toMatchObject({
      status: 409,
      body: { code: 'illegal_transition', status_now: 'expired' },
    });
  });

  it('waits while it is on hold', async () => {
    const [id] = await dueOrders(1);
    await service.patch(`/orders/${id}`, { on_hold: true });
    expect(await service.expireDue()).toEqual({ expired: 0, failed: 0 });
    await service.patch(`/orders/${id}`, { on_hold: false });
    expect(await service.expireDue()).toEqual({ expired: 1, failed: 0 });
  });

  it('and cannot expire holds up no other, and rests before it is tried again', async () => {
    const [broken, sound] = [await aProduct(service.db), await aProduct(service.db)];
    const [stuck] = await dueOrders(1, { items: [line(broken)] });
    const others = await dueOrders(5, { items: [line(sound)] });
    await service.db.sql`update stock set held = 0 where sku = ${broken}`;
    expect(await service.expireDue()).toEqual({ expired: 5, failed: 1 });
    expect(await service.expireDue()).toEqual({ expired: 0, failed: 0 });
    expect(await statusOf(stuck)).toBe('pending');
    expect(new Set(await statusesOf(others))).toEqual(new Set(['expired']));
    await service.db.sql`update stock set held = 1 where sku = ${broken}`;
    await service.patch(`/orders/${stuck}`, { status: 'cancelled' });
  });

  it('while no service ran expires when one starts', async () => {
    const ids = await dueOrders(3);
    const replica = await startReplica(service, { EXPIRY_SWEEP_SECONDS: '3600' });
    await eventually(async () => (await statusesOf(ids)).every((status) => status === 'expired'));
    await replica.stop();
  });

  it('expires without being asked for', async () => {
    const replica = await startReplica(service, { EXPIRY_SWEEP_SECONDS: '1' });
    const [id] = await dueOrders(1);
    await eventually(async () => (await statusOf(id)) === 'expired');
    await replica.stop();
  });
});

describe('many orders whose time has passed', () => {
  it('expire once each at two services that sweep at the same time', async () => {
    const sku = await aProduct(service.db, { onHand: 500 });
    const ids = await dueOrders(450, { items: [line(sku)] });
    const replica = await startReplica(service, { EXPIRY_SWEEP_SECONDS: '3600' });
    const swept = await Promise.all([service.expireDue(), replica.expireDue(), service.expireDue()]);
    await eventually(async () => (await statusesOf(ids)).every((status) => status === 'expired'));
    await replica.stop();
    expect(swept.map(({ failed }) => failed)).toEqual([0, 0, 0]);
    const events = (await service.events()).filter(({ body }) => ids.includes(body.order_id));
    const expired = events.filter(({ body }) => body.event_type === 'order_expired');
    expect(expired).toHaveLength(450);
    expect(new Set(expired.map(({ body }) => body.order_id)).size).toBe(450);
    expect(await levelOf(service.db, sku)).toEqual({ on_hand: 500, held: 0 });
    expect(await stockFaults(service.db)).toEqual([]);
  });

  it('expire in turns that keep nothing from being tidied up', async () => {
    const sku = await aProduct(service.db);
    const ids = await dueOrders(1, { items: [line(sku)] });
    const turns = () => service.db.sql`
      select backend_xmin from pg_stat_activity where state = 'idle in transaction' and query like 'set local idle%'`;
    const sweep = await service.db.transaction(async (tx) => {
      await tx`select from stock where sku = ${sku} for update`;
      const sweeping = service.expireDue();
      await eventually(async () => expect(await turns()).toEqual([{ backend_xmin: null }]));
      return { sweeping };
    });
    expect(await sweep.sweeping).toEqual({ expired: 1, failed: 0 });
    expect(await statusesOf(ids)).toEqual(['expired']);
  });

  it('are each either placed or expired when their customers pay at that very moment', async () => {
    const sku = await aProduct(service.db, { onHand: 100 });
    const ids = await dueOrders(60, { items: [line(sku)] });
    const [, ...answers] = await Promise.all([
      service.expireDue(),
      ...ids.map((id) => service.patch(`/orders/${id}`, { status: 'placed' })),
    ]);
    const expected = answers.map(({ status }) => (status === 200 ? 'placed' : 'expired'));
    expect(answers.every(({ status }) => status === 200 || status === 409)).toBe(true);
    expect(await Promise.all(ids.map(statusOf))).toEqual(expected);
    const placed = expected.filter((status) => status === 'placed').length;
    expect(await levelOf(service.db, sku)).toEqual({ on_hand: 100, held: placed });
    expect(await stockFaults(service.db)).toEqual([]);
  });
});
