import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { newId } from '#libs/kernel';
import { patient } from './ailing.js';
import { anOrderBody } from './order-body.js';
import { startService, type RunningService } from './service.js';
import { levelOf } from './stock.js';
import { stockFaults } from './stock-invariants.js';

let service: RunningService;
beforeAll(async () => {
  service = await startService();
});
afterAll(() => service.stop());

const faultsOf = async (sku: string) => (await stockFaults(service.db)).filter((fault) => fault.startsWith(`${sku}:`));

describe('a repair', () => {
  it('counts as held what orders hold', async () => {
    const { sku, order, findings, repair, ledger } = await patient(service);
    await order(2);
    await service.db.sql`update stock set held = 7 where sku = ${sku}`;
    expect(await repair()).toMatchObject([{ outcome: 'agrees', rows: [], held: { from: 7, to: 2 } }]);
    expect(await levelOf(service.db, sku)).toEqual({ on_hand: 10, held: 2 });
    expect(await ledger()).toEqual(['1 adjust 10 0 = 10 0', '2 hold 0 2 = 10 2']);
    expect([await findings(), await faultsOf(sku), await repair()]).toEqual([[], [], []]);
  });

  it('leaves the counter of units on hand, and books what the ledger lacks', async () => {
    const { sku, repair, ledger } = await patient(service);
    await service.db.sql`update stock set on_hand = 12 where sku = ${sku}`;
    expect(await repair()).toMatchObject([{ outcome: 'agrees' }]);
    expect(await ledger()).toEqual(['1 adjust 10 0 = 10 0', '2 repair 2 0 = 12 0']);
    expect(await levelOf(service.db, sku)).toEqual({ on_hand: 12, held: 0 });
    expect(await faultsOf(sku)).toEqual([]);
  });

  it('writes lost movements again under their numbers, for the orders that they were of', async () => {
    const { sku, order, repair, ledger } = await patient(service);
    const [first] = [await order(2), await order(3), await order(1)];
    await service.db.sql`delete from stock_movements where sku = ${sku} and number in (2, 4)`;
    expect(await repair()).toMatchObject([{ outcome: 'agrees', rows: [{ number: 2, orderId: first.id }, { number: 4 }] }]);
    expect(await ledger()).toEqual(['1 adjust 10 0 = 10 0', '2 repair 0 2 = 10 2', '3 hold 0 3 = 10 5', '4 repair 0 1 = 10 6']);
    expect(await faultsOf(sku)).toEqual([]);
  });

  it('starts a ledger anew that is gone as a whole', async () => {
    const { sku, order, repair } = await patient(service);
    await order(2);
    await service.patch(`/orders/${(await order(1)).id}`, { status: 'shipped' });
    await service.db.sql`delete from stock_movements where sku = ${sku}`;
    expect(await repair()).toMatchObject([{ outcome: 'agrees' }]);
    expect([await faultsOf(sku), await levelOf(service.db, sku)]).toEqual([[], { on_hand: 9, held: 2 }]);
  });

  it('books against a movement that nobody counted, and lets orders go on from there', async () => {
    const { sku, order, repair } = await patient(service);
    await service.db.sql`insert into stock_movements (sku, number, kind, on_hand_change, held_change, on_hand, held, actor, at)
      values (${sku}, 2, 'adjust', 5, 0, 15, 0, 'test', now())`;
    expect(await repair()).toMatchObject([{ outcome: 'agrees', rows: [{ number: 3, onHandChange: -5 }] }]);
    await order(2);
    expect(await faultsOf(sku)).toEqual([]);
  });

  it('settles movements that were changed afterwards without changing them again', async () => {
    const { sku, order, findings, repair, ledger } = await patient(service);
    await order(1);
    await order(1);
    await service.db.sql`update stock_movements set held_change = 2 where sku = ${sku} and number = 2`;
    expect(await repair()).toMatchObject([{ outcome: 'agrees' }]);
    expect((await ledger()).slice(1)).toEqual(['2 hold 0 2 = 10 1', '3 hold 0 1 = 10 2', '4 repair 0 -1 = 10 2']);
    await service.db.sql`update stock_movements set on_hand = 9 where sku = ${sku} and number = 4`;
    expect(await findings()).toEqual(['newest_level 1']);
  });

  it('books each order what it holds, also one that is gone', async () => {
    const { sku, order, repair } = await patient(service);
    const [changed, gone] = [await order(3), await order(1)];
    await service.db.sql`update order_items set qty = 4, open = 4 where order_id = ${changed.id}`;
    await service.db.sql`update orders set total_minor = total_minor / 3 * 4 where id = ${changed.id}`;
    await service.db.sql`delete from orders where id = ${gone.id}`;
    expect(await repair()).toMatchObject([
      { outcome: 'agrees', rows: [{ orderId: changed.id, heldChange: 1 }, { orderId: gone.id, heldChange: -1 }] },
    ]);
    expect([await faultsOf(sku), await levelOf(service.db, sku)]).toEqual([[], { on_hand: 10, held: 4 }]);
    expect((await service.post(`/orders/${changed.id}/cancel`, {})).status).toBe(200);
    expect(await levelOf(service.db, sku)).toEqual({ on_hand: 10, held: 0 });
  });

  it('of more orders than one transaction takes goes on until all are right', async () => {
    const { sku, findings, repair } = await patient(service, { onHand: 5_000 });
    const orders = Array.from({ length: 1_201 }, () => newId());
    await service.db.sql`
      insert into stock_movements (sku, number, kind, on_hand_change, held_change, on_hand, held, order_id, actor, at)
      select ${sku}, n + 1, 'hold', 0, 1, 5000, n, id, 'test', now() from unnest(${orders}::uuid[]) with ordinality as o (id, n)`;
    await service.db.sql`update stock set held = 1201, last_movement = 1202 where sku = ${sku}`;
    expect(await findings()).toEqual(['held_by_orders -1201', 'holds_of_orders 1201']);
    expect((await repair()).map(({ outcome }) => outcome)).toEqual(['left', 'left', 'agrees']);
    expect([await faultsOf(sku), await findings()]).toEqual([[], []]);
  });
});

describe('where orders hold more than there is', () => {
  it('a repair counts what there is, and says which orders to cancel until the rest fits', async () => {
    const { sku, order, findings, repair } = await patient(service);
    const [, newest] = [await order(6), await order(4)];
    await service.db.sql`update stock set on_hand = 7, held = 0 where sku = ${sku}`;
    expect((await service.post(`/orders/${newest.id}/cancel`, {})).body).toMatchObject({ code: 'stock_inconsistent' });
    const [left] = await repair();
    expect(left).toMatchObject({ outcome: 'left', held: { from: 0, to: 7 } });
    expect(left?.advice).toEqual([expect.stringContaining(`Cancel orders of 3 units or more, the newest are ${newest.id} (4);`)]);
    expect(await repair()).toMatchObject([{ outcome: 'left', rows: [] }]);
    expect((await service.post(`/orders/${newest.id}/cancel`, {})).status).toBe(200);
    expect(await repair()).toMatchObject([{ outcome: 'agrees', held: { from: 3, to: 6 } }]);
    expect([await findings(), await faultsOf(sku)]).toEqual([[], []]);
  });

  it('and backorders are allowed, all are counted', async () => {
    const { sku, order, repair } = await patient(service, { onHand: 3, allowBackorder: true });
    await order(6);
    await service.db.sql`update stock set held = 0 where sku = ${sku}`;
    expect(await repair()).toMatchObject([{ outcome: 'agrees', held: { from: 0, to: 6 } }]);
  });
});

describe('what a repair tells', () => {
  it('is the level, numbered on, with what the ledger had wrong', async () => {
    const { sku, order, repair } = await patient(service);
    await order(2);
    await service.db.sql`update stock set on_hand = 12, held = 12 where sku = ${sku}`;
    await repair();
    const events = (await service.stockEvents()).map(({ body }) => body).filter((body) => 'sku' in body && body.sku === sku);
    expect(events).toMatchObject([
      { event_type: 'stock_adjusted', sequence: 2, change: 2, on_hand: 12, held: 2, available: 10, actor: 'doctor' },
      { event_type: 'stock_back', sequence: 3 },
    ]);
  });

  it('is nothing where only the ledger was incomplete', async () => {
    const { sku, order, repair } = await patient(service);
    await order(2);
    await service.db.sql`delete from stock_movements where sku = ${sku} and number = 2`;
    await repair();
    expect((await service.stockEvents()).filter(({ body }) => 'sku' in body && body.sku === sku)).toEqual([]);
  });
});

describe('while orders come and go', () => {
  it('repairs do them no harm, and heal', async () => {
    const { sku, order, findings, repair } = await patient(service, { onHand: 1_000 });
    const before = await Promise.all(Array.from({ length: 10 }, () => order(2)));
    await service.db.sql`update stock set held = held + 40, on_hand = on_hand - 5 where sku = ${sku}`;
    const body = anOrderBody({ status: 'placed', items: [{ sku, qty: 1, price: 5 }] });
    const placing = Array.from({ length: 60 }, () => service.post('/orders', body));
    const ending = before.map(({ id }, index) =>
      index % 2 === 0 ? service.post(`/orders/${id}/cancel`, {}) : service.patch(`/orders/${id}`, { status: 'shipped' }),
    );
    const [answers] = await Promise.all([Promise.all([...placing, ...ending]), repair(), repair(), repair()]);
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200, 201]));
    await repair();
    expect(await findings()).toEqual([]);
    // Orders that came between the damage and the repair were booked on the level that they found.
    expect((await faultsOf(sku)).filter((fault) => !fault.endsWith('does not follow from the one before'))).toEqual([]);
    expect(await levelOf(service.db, sku)).toEqual({ on_hand: 985, held: 60 });
  });

  it('a stock row that somebody holds is left for another try', async () => {
    const { sku, repair } = await patient(service);
    await service.db.sql`update stock set on_hand = 12 where sku = ${sku}`;
    await service.db.transaction(async (tx) => {
      await tx`select from stock where sku = ${sku} for update`;
      expect(await repair()).toMatchObject([{ outcome: 'busy', rows: [] }]);
    });
    expect(await repair()).toMatchObject([{ outcome: 'agrees' }]);
  });
});
