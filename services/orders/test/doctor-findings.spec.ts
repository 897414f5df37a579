import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { newId } from '#libs/kernel';
import { patient } from './ailing.js';
import { startService, type RunningService } from './service.js';

let service: RunningService;
beforeAll(async () => {
  service = await startService();
});
afterAll(() => service.stop());

describe('the doctor', () => {
  it('finds nothing where orders were placed, shipped, cancelled and deleted', async () => {
    const { order, findings } = await patient(service);
    await order(2);
    const [shipped, cancelled, deleted] = [await order(1), await order(3), await order(1)];
    await service.patch(`/orders/${shipped.id}`, { status: 'shipped' });
    await service.post(`/orders/${cancelled.id}/cancel`, { restock: false });
    await service.post(`/orders/${deleted.id}/cancel`, {});
    expect((await service.call('DELETE', `/orders/${deleted.id}`)).status).toBe(204);
    expect(await findings()).toEqual([]);
  });

  it('finds a counter of held units that somebody changed, and names the orders that hold', async () => {
    const { sku, order, findings, found } = await patient(service);
    const [first, second] = [await order(2), await order(3)];
    await service.db.sql`update stock set held = 4 where sku = ${sku}`;
    expect(await findings()).toEqual(['held_in_ledger 1', 'held_by_orders 1', 'newest_level 1']);
    expect((await found()).holders).toMatchObject([
      { orderId: second.id, status: 'placed', held: 3, ledgerHeld: 3 },
      { orderId: first.id, held: 2 },
    ]);
  });

  it('finds a counter of units on hand that somebody changed', async () => {
    const { sku, findings } = await patient(service);
    await service.db.sql`update stock set on_hand = 12 where sku = ${sku}`;
    expect(await findings()).toEqual(['on_hand_in_ledger -2', 'newest_level 2']);
  });

  it('finds movements that are gone, at the end and in between', async () => {
    const { sku, order, findings, found } = await patient(service);
    const [first, second] = [await order(2), await order(3)];
    await service.db.sql`delete from stock_movements where sku = ${sku} and number = 2`;
    expect(await findings()).toEqual(['held_in_ledger -2', 'movement_numbers 1', 'holds_of_orders 1']);
    expect((await found()).unlike).toEqual([{ orderId: first.id, status: 'placed', held: 2, ledgerHeld: 0 }]);
    await service.db.sql`delete from stock_movements where sku = ${sku} and number = 3`;
    expect(await findings()).toEqual(['held_in_ledger -5', 'movement_numbers -2', 'newest_level 5', 'holds_of_orders 2']);
    expect((await found()).unlike.map(({ orderId }) => orderId)).toEqual([second.id, first.id]);
  });

  it('finds a movement that was changed afterwards', async () => {
    const { sku, order, findings } = await patient(service);
    await order(1);
    await order(1);
    await service.db.sql`update stock_movements set on_hand = 9 where sku = ${sku} and number = 2`;
    expect(await findings()).toEqual(['movement_steps 2']);
    await service.db.sql`update stock_movements set on_hand = 10, held_change = 2 where sku = ${sku} and number = 2`;
    expect(await findings()).toEqual(['held_in_ledger 1', 'movement_steps 1', 'holds_of_orders 1']);
  });

  it('finds a movement that nobody counted', async () => {
    const { sku, findings } = await patient(service);
    await service.db.sql`insert into stock_movements (sku, number, kind, on_hand_change, held_change, on_hand, held, actor, at)
      values (${sku}, 2, 'adjust', 5, 0, 15, 0, 'test', now())`;
    expect(await findings()).toEqual(['on_hand_in_ledger 5', 'movement_numbers 1', 'newest_level 5']);
  });

  it('finds an order whose units were changed, one that lost its mark, and one that is gone', async () => {
    const { order, findings, found } = await patient(service);
    const [changed, unmarked, gone] = [await order(3), await order(2), await order(1)];
    await service.db.sql`update order_items set qty = 4, open = 4 where order_id = ${changed.id}`;
    await service.db.sql`update order_items set stocked = false where order_id = ${unmarked.id}`;
    await service.db.sql`delete from orders where id = ${gone.id}`;
    expect(await findings()).toEqual(['held_by_orders -2', 'holds_of_orders 3']);
    expect((await found()).unlike).toEqual([
      { orderId: gone.id, status: null, held: 0, ledgerHeld: 1 },
      { orderId: unmarked.id, status: 'placed', held: 0, ledgerHeld: 2 },
      { orderId: changed.id, status: 'placed', held: 4, ledgerHeld: 3 },
    ]);
  });

  it('finds a movement booked for another order, although all sums are right', async () => {
    const { sku, order, findings } = await patient(service);
    await order(2);
    await service.db.sql`update stock_movements set order_id = ${newId()} where sku = ${sku} and number = 2`;
    expect(await findings()).toEqual(['holds_of_orders 2']);
  });

  it('finds stocked lines of a product without a stock row', async () => {
    const { sku, order, findings, repair } = await patient(service);
    await order(2);
    await service.db.sql`delete from stock where sku = ${sku}`;
    expect(await findings()).toEqual(['no_stock 1']);
    expect(await repair()).toMatchObject([{ outcome: 'left', rows: [], advice: [expect.stringContaining('Restore')] }]);
  });
});
