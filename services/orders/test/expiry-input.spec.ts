import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { fingerprintOf } from '../src/idempotency/idempotency.js';
import type { OrderBody } from '../src/orders/order.presenter.js';
import { anOrderBody } from './order-body.js';
import { startService, type RunningService } from './service.js';

let service: RunningService;
beforeAll(async () => {
  service = await startService({ DRAFT_EXPIRY_MINUTES: '60', PENDING_EXPIRY_MINUTES: '15' });
});
afterAll(() => service.stop());

const LATER = '2126-01-01T00:00:00.000Z';
const PAST = '2026-01-01T00:00:00.000Z';
const minutesOf = ({ expires_at: at, updated_at: from }: OrderBody) =>
  at === null ? null : (Date.parse(at) - Date.parse(from)) / 60_000;
const refused = (pointer: string) => ({ status: 422, body: { code: 'validation_failed', errors: [{ pointer }] } });

/** What a client gets that sent a request in time and repeats it when the time in it has passed. */
async function repeatLater(path: string, body: object, later: object) {
  const key = { 'idempotency-key': randomUUID() };
  const first = await service.post(path, body, key);
  await service.db.sql`update idempotency_keys set fingerprint = ${fingerprintOf('POST', path, later)}
    where key = ${key['idempotency-key']}`;
  return { first, repeat: await service.post(path, later, key) };
}

describe('a new order', () => {
  it('takes the time of its status from configuration', async () => {
    expect(minutesOf(await service.place())).toBe(60);
    expect(minutesOf(await service.place({ status: 'pending' }))).toBe(15);
    expect(minutesOf(await service.place({ status: 'placed' }))).toBeNull();
  });

  it('takes the time of the request, or none when that says null', async () => {
    const order = await service.place({ expires_at: '2126-01-01T01:00:00+01:00' });
    expect(order.expires_at).toBe(LATER);
    expect((await service.get(`/orders/${order.id}`)).body).toEqual(order);
    expect((await service.place({ status: 'pending', expires_at: null })).expires_at).toBeNull();
  });

  it.each([
    ['in the past', { expires_at: PAST }],
    ['of an order that is placed at once', { expires_at: LATER, status: 'placed' }],
    ['that is no time', { expires_at: 'tomorrow' }],
  ])('is refused with a time %s', async (_, given) => {
    expect(await service.post('/orders', anOrderBody(given))).toMatchObject(refused('/expires_at'));
  });

  it('in a bulk is refused on its own, with its place', async () => {
    const orders = [anOrderBody({ expires_at: LATER }), anOrderBody({ expires_at: PAST })];
    const { body } = await service.post('/orders/bulk', { orders });
    expect(body).toMatchObject({
      results: [
        { status: 201, order: { expires_at: LATER } },
        { status: 422, problem: { errors: [{ pointer: '/orders/1/expires_at' }] } },
      ],
    });
  });

  it('that is repeated under its key when its time has passed gets the first answer', async () => {
    const body = anOrderBody({ expires_at: LATER });
    const { first, repeat } = await repeatLater('/orders', body, { ...body, expires_at: PAST });
    expect(repeat).toMatchObject({ status: 201, headers: { 'idempotency-replayed': 'true' }, body: first.body });
    const bulk = await repeatLater('/orders/bulk', { orders: [body] }, { orders: [{ ...body, expires_at: PAST }], atomic: true });
    expect(bulk.repeat).toMatchObject({ status: 200, headers: { 'idempotency-replayed': 'true' }, body: bulk.first.body });
  });
});

describe('a change', () => {
  it('of the time is told as a changed field', async () => {
    const { id } = await service.place({ status: 'pending' });
    expect((await service.patch(`/orders/${id}`, { expires_at: LATER })).body).toMatchObject({ expires_at: LATER, version: 2 });
    expect((await service.patch(`/orders/${id}`, { expires_at: LATER })).body).toMatchObject({ version: 2 });
    expect((await service.patch(`/orders/${id}`, { expires_at: null })).body.expires_at).toBeNull();
    expect((await service.events(id)).at(1)?.body).toMatchObject({ changed: ['expires_at'], expires_at: LATER });
  });

  it('into the past, or of an order that does not expire, is refused', async () => {
    const { id } = await service.place({ status: 'pending' });
    expect(await service.patch(`/orders/${id}`, { expires_at: PAST })).toMatchObject(refused('/expires_at'));
    const late = { status: 'placed', expires_at: LATER };
    expect(await service.patch(`/orders/${id}`, late)).toMatchObject(refused('/expires_at'));
    expect((await service.patch(`/orders/${id}`, { status: 'placed' })).body.expires_at).toBeNull();
    expect(await service.patch(`/orders/${id}`, { expires_at: LATER })).toMatchObject(refused('/expires_at'));
    expect((await service.patch(`/orders/${id}`, { expires_at: null })).body.version).toBe(2);
  });

  it('from draft to pending starts the clock anew', async () => {
    const { id } = await service.place({ expires_at: LATER });
    const { body } = await service.patch(`/orders/${id}`, { status: 'pending' });
    expect(minutesOf(body)).toBe(15);
    const other = await service.place();
    expect((await service.patch(`/orders/${other.id}`, { status: 'pending', expires_at: LATER })).body.expires_at).toBe(LATER);
  });
});
