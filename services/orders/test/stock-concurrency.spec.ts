import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { eventually } from '#libs/testing';
import { anOrderBody } from './order-body.js';
import { startReplica, startService, type Answer, type RunningService } from './service.js';
import { aProduct, levelOf, type GivenStock } from './stock.js';

let service: RunningService;
let replica: RunningService;
beforeAll(async () => {
  service = await startService();
  replica = await startReplica(service);
});
afterAll(async () => {
  await replica.stop();
  await service.stop();
});

const many = <T>(count: number, make: (index: number) => T): T[] => Array.from({ length: count }, (_, index) => make(index));
const countOf = (answers: readonly Answer<unknown>[], status: number) => answers.filter((one) => one.status === status).length;
const placed = (...skus: string[]) => anOrderBody({ status: 'placed', items: skus.map((sku) => ({ sku, qty: 1, price: 5 })) });

async function setup(given: GivenStock = {}) {
  const sku = await aProduct(service.db, given);
  const either = (index: number) => (index % 2 === 0 ? service : replica);
  return { sku, either, level: () => levelOf(service.db, sku) };
}

describe('many buyers at once, at two replicas', () => {
  it('of the last unit: one gets it, all others learn what is short', async () => {
    const { sku, either, level } = await setup({ onHand: 1 });
    const answers = await Promise.all(many(100, (index) => either(index).post<object>('/orders', placed(sku))));
    expect([countOf(answers, 201), countOf(answers, 409)]).toEqual([1, 99]);
    const refused = answers.filter(({ status }) => status === 409);
    expect(new Set(refused.map(({ body }) => JSON.stringify((body as { shortfall: object[] }).shortfall)))).toEqual(
      new Set([JSON.stringify([{ sku, requested: 1, available: 0 }])]),
    );
    expect(await level()).toEqual({ on_hand: 1, held: 1 });
  });

  it('of the last unit, all with one idempotency key: one order, and the same answer to each', async () => {
    const { sku, either, level } = await setup({ onHand: 1 });
    const body = placed(sku);
    const key = { 'idempotency-key': `last-${sku}` };
    const answers = await Promise.all(many(40, (index) => either(index).post('/orders', body, key)));
    expect(countOf(answers, 201)).toBe(40);
    expect(new Set(answers.map((answer) => answer.body.id)).size).toBe(1);
    expect(await level()).toEqual({ on_hand: 1, held: 1 });
  });

  it('of the same products in ever different order: nobody waits in a circle', async () => {
    const skus = await Promise.all(many(6, () => aProduct(service.db, { onHand: 1_000 })));
    const shuffled = (index: number) => skus.toSorted((a, b) => mixed(a, index) - mixed(b, index));
    const { either } = await setup();
    const answers = await Promise.all(many(200, (index) => either(index).post('/orders', placed(...shuffled(index)))));
    expect(countOf(answers, 201)).toBe(200);
    const ids = answers.map(({ body }) => body.id);
    const ended = await Promise.all(ids.map((id, index) => either(index + 1).patch(`/orders/${id}`, { status: 'cancelled' })));
    expect(countOf(ended, 200)).toBe(200);
    for (const sku of skus) expect(await levelOf(service.db, sku)).toEqual({ on_hand: 1_000, held: 0 });
  });

  it('placing one draft from both sides holds its goods once', async () => {
    const { sku, either, level } = await setup({ onHand: 1 });
    const draft = await service.place({ items: [{ sku, qty: 1, price: 5 }] });
    const answers = await Promise.all(many(10, (index) => either(index).patch(`/orders/${draft.id}`, { status: 'placed' })));
    expect(countOf(answers, 200)).toBe(10);
    expect(await level()).toEqual({ on_hand: 1, held: 1 });
  });
});

describe('a bulk request', () => {
  it('gives the units to its rows in turn and refuses those that come too late', async () => {
    const { sku, level } = await setup({ onHand: 2 });
    const { body } = await service.post<{ results: { status: number }[] }>('/orders/bulk', {
      orders: [placed(sku), anOrderBody(), placed(sku), placed(sku), placed(sku)],
    });
    expect(body.results.map(({ status }) => status)).toEqual([201, 201, 201, 409, 409]);
    expect(await level()).toEqual({ on_hand: 2, held: 2 });
  });

  it('that is atomic writes nothing when one row finds too little', async () => {
    const { sku, level } = await setup({ onHand: 1 });
    const answer = await service.post<object>('/orders/bulk', { orders: [placed(sku), placed(sku)], atomic: true });
    expect(answer).toMatchObject({ status: 422, body: { code: 'bulk_rejected', results: [{ index: 1, status: 409 }] } });
    expect(await level()).toEqual({ on_hand: 1, held: 0 });
  });

  it('sent five times at once with one key holds its goods once', async () => {
    const { sku, either, level } = await setup({ onHand: 3 });
    const body = { orders: [placed(sku), placed(sku), placed(sku)] };
    const key = { 'idempotency-key': `bulk-${sku}` };
    const answers = await Promise.all(many(5, (index) => either(index).post<object>('/orders/bulk', body, key)));
    expect(new Set(answers.map((answer) => JSON.stringify(answer.body))).size).toBe(1);
    expect(await level()).toEqual({ on_hand: 3, held: 3 });
  });
});

describe('a product whose row somebody holds', () => {
  it('is busy for its buyers, while orders without it go through', async () => {
    const { sku, level } = await setup();
    await service.db.transaction(async (tx) => {
      await tx`select from stock where sku = ${sku} for update`;
      const waiting = many(3, () => service.post<object>('/orders', placed(sku)));
      await eventually(async () => {
        const [row] = await tx`select count(*)::int as n from pg_locks where not granted`;
        return (row?.['n'] as number) > 0;
      });
      expect((await service.post('/orders', anOrderBody())).status).toBe(201);
      const answers = await Promise.all(waiting);
      expect(answers[0]).toMatchObject({ status: 503, headers: { 'retry-after': '1' }, body: { code: 'busy' } });
      expect(countOf(answers, 503)).toBe(3);
    });
    expect(await level()).toEqual({ on_hand: 10, held: 0 });
  });

  it('keeps neither the buyers of other products waiting nor readers, however many want it', async () => {
    const { sku } = await setup({ onHand: 100_000 });
    const cold = await setup({ onHand: 100_000 });
    const { body } = await service.post<{ id: string }>('/orders', anOrderBody());
    let isHeld = true;
    const buyers = many(50, async () => {
      while (isHeld) await service.post('/orders', placed(sku));
    });
    const slowest = { read: 0, bought: 0 };
    await service.db.transaction(async (tx) => {
      await tx`select from stock where sku = ${sku} for update`;
      for (const end = performance.now() + 7_000; performance.now() < end;) {
        const begun = performance.now();
        await service.get(`/orders/${body.id}`);
        const read = performance.now();
        expect((await service.post('/orders', placed(cold.sku))).status).toBe(201);
        slowest.read = Math.max(slowest.read, read - begun);
        slowest.bought = Math.max(slowest.bought, performance.now() - read);
      }
      isHeld = false;
    });
    await Promise.all(buyers);
    // Who came first waits with the others for the lock's two seconds, and nobody for a place behind them.
    expect(slowest.read).toBeLessThan(2_000);
    expect(slowest.bought).toBeLessThan(6_000);
    expect((await service.post('/orders', placed(sku))).status).toBe(201);
  });
});

/** A number that sorts the same texts differently for every index. */
function mixed(text: string, index: number): number {
  return [...text].reduce((sum, letter) => (sum * 31 + letter.charCodeAt(0) * (index + 7)) % 9_973, index);
}
