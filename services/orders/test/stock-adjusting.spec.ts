import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { anOrderBody } from './order-body.js';
import { startService, type RunningService } from './service.js';
import { aProduct, levelOf } from './stock.js';
import { stockFaults } from './stock-invariants.js';

let service: RunningService;
beforeAll(async () => {
  service = await startService();
});
afterAll(() => service.stop());

async function setup(onHand = 10) {
  const sku = await aProduct(service.db, { onHand });
  return {
    sku,
    level: () => levelOf(service.db, sku),
    adjust: (body: object, headers = {}) =>
      service.post<object>(`/products/${sku}/stock`, { reason: 'counted', ...body }, headers),
    hold: (qty: number) => service.post('/orders', anOrderBody({ status: 'placed', items: [{ sku, qty, price: 1 }] })),
  };
}

describe('an adjustment', () => {
  it('changes the stock by units and answers the new level', async () => {
    const { sku, adjust } = await setup();
    expect(await adjust({ change: 5, document: 'DN-1' })).toMatchObject({
      status: 200,
      body: { sku, on_hand: 15, held: 0, available: 15, change: 5, movement: 2 },
    });
    expect((await adjust({ change: -15 })).body).toMatchObject({ on_hand: 0, change: -15, movement: 3 });
  });

  it('sets the stock to what was counted; a count that agrees is no movement', async () => {
    const { adjust } = await setup();
    expect((await adjust({ on_hand: 7 })).body).toMatchObject({ on_hand: 7, change: -3, movement: 2 });
    expect((await adjust({ on_hand: 7 })).body).toMatchObject({ on_hand: 7, change: 0, movement: null });
  });

  it('leaves what orders hold', async () => {
    const { sku, adjust, hold, level } = await setup();
    await hold(4);
    expect(await adjust({ change: -7 })).toMatchObject({
      status: 409,
      body: { code: 'insufficient_stock', shortfall: [{ sku, requested: 7, available: 6 }] },
    });
    expect((await adjust({ on_hand: 4 })).status).toBe(200);
    expect(await level()).toEqual({ on_hand: 4, held: 4 });
  });

  it('is refused beyond what can be counted', async () => {
    const { adjust } = await setup();
    expect(await adjust({ change: 1_000_000_000 })).toMatchObject({ status: 409, body: { code: 'too_many_units' } });
  });

  it('is told once in the stream, with its reason and its document', async () => {
    const { sku, adjust } = await setup();
    await adjust({ change: 5, reason: 'delivery', document: 'DN-7' });
    const told = (await service.stockEvents()).filter(({ body }) => 'sku' in body && body.sku === sku);
    expect(told.map(({ body }) => body)).toMatchObject([
      { event_type: 'stock_adjusted', reason: 'delivery', document: 'DN-7' },
    ]);
  });

  it('adds up with all others at the same time, and with orders', async () => {
    const { adjust, hold, level } = await setup(100);
    const changes = Array.from({ length: 40 }, (_, index) => adjust({ change: index % 2 === 0 ? 3 : -2 }));
    const orders = Array.from({ length: 20 }, () => hold(2));
    await Promise.all([...changes, ...orders]);
    expect(await level()).toEqual({ on_hand: 120, held: 40 });
    expect(await stockFaults(service.db)).toEqual([]);
  });

  it('is made once under an idempotency key', async () => {
    const { adjust, level } = await setup();
    const key = { 'idempotency-key': randomUUID() };
    const answers = await Promise.all(Array.from({ length: 8 }, () => adjust({ change: 1 }, key)));
    expect(new Set(answers.map(({ status, body }) => `${status} ${JSON.stringify(body)}`)).size).toBe(1);
    expect(await level()).toEqual({ on_hand: 11, held: 0 });
  });

  it.each([
    ['both ways at once', { change: 1, on_hand: 1 }, '/change'],
    ['neither way', {}, '/change'],
    ['by nothing', { change: 0 }, '/change'],
    ['without a reason', { change: 1, reason: undefined }, '/reason'],
    ['by half a unit', { change: 0.5 }, '/change'],
  ])('%s is refused', async (_, body, pointer) => {
    const { adjust } = await setup();
    expect(await adjust(body)).toMatchObject({ status: 422, body: { errors: [{ pointer }] } });
  });
});
