import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startService, type RunningService } from './service.js';
import { aProduct, levelOf, movementsOf, type GivenStock } from './stock.js';

let service: RunningService;
beforeAll(async () => {
  service = await startService();
});
afterAll(() => service.stop());

const line = (sku: string, qty = 1) => ({ sku, qty, price: 5 });

async function setup(given: GivenStock = {}) {
  const sku = await aProduct(service.db, given);
  const level = () => levelOf(service.db, sku);
  const order = (qty: number, status = 'placed') => service.place({ status, items: [line(sku, qty)] });
  const move = (id: string, status: string, more: object = {}) => service.patch(`/orders/${id}`, { status, ...more });
  return { sku, level, order, move, movements: () => movementsOf(service.db, sku) };
}

describe('an order that is sent in', () => {
  it('holds its goods, a draft holds none', async () => {
    const { level, order, move } = await setup();
    const draft = await order(3, 'draft');
    expect(await level()).toEqual({ on_hand: 10, held: 0 });
    await move(draft.id, 'pending');
    expect(await level()).toEqual({ on_hand: 10, held: 3 });
    await order(2, 'pending');
    expect(await level()).toEqual({ on_hand: 10, held: 5 });
  });

  it('counts the same SKU on two lines once, summed', async () => {
    const { sku, level, movements } = await setup();
    await service.place({ status: 'placed', items: [line(sku, 3), line('FREE-TEXT'), line(sku, 4)] });
    expect(await level()).toEqual({ on_hand: 10, held: 7 });
    expect(await movements()).toEqual(['hold 0 7']);
    const answer = await service.post('/orders', { ...line(sku), status: 'placed' });
    expect(answer.status).toBe(422);
  });

  it('is refused with the shortfall of every SKU, and leaves nothing behind', async () => {
    const scarce = await setup({ onHand: 1 });
    const plenty = await setup();
    const none = await setup({ onHand: 0 });
    const items = [line(scarce.sku, 2), line(plenty.sku, 1), line(none.sku, 1)];
    const answer = await service.post<Record<string, unknown>>('/orders', {
      customer_id: '550e8400-e29b-41d4-a716-446655440000',
      external_ref: 'REFUSED-1',
      status: 'placed',
      items,
    });
    expect(answer).toMatchObject({ status: 409, body: { code: 'insufficient_stock' } });
    const bySku = (a: { sku: string }, b: { sku: string }) => (a.sku < b.sku ? -1 : 1);
    expect(answer.body['shortfall']).toEqual(
      [
        { sku: scarce.sku, requested: 2, available: 1 },
        { sku: none.sku, requested: 1, available: 0 },
      ].sort(bySku),
    );
    expect(await plenty.level()).toEqual({ on_hand: 10, held: 0 });
    const [row] = await service.db.sql`select count(*)::int as n from orders where external_ref = 'REFUSED-1'`;
    expect(row?.['n']).toBe(0);
  });

  it('stays a draft when there is not enough to place it', async () => {
    const { level, order, move } = await setup({ onHand: 2 });
    const draft = await order(3, 'draft');
    expect(await move(draft.id, 'placed')).toMatchObject({ status: 409, body: { code: 'insufficient_stock' } });
    expect((await service.get(`/orders/${draft.id}`)).body).toMatchObject({ status: 'draft', version: 1 });
    expect(await level()).toEqual({ on_hand: 2, held: 0 });
  });

  it('is taken beyond what is there where backorders are allowed, but cannot leave before the goods are in', async () => {
    const { level, order, move } = await setup({ onHand: 1, allowBackorder: true });
    const { id } = await order(3);
    expect(await level()).toEqual({ on_hand: 1, held: 3 });
    expect(await move(id, 'shipped')).toMatchObject({
      status: 409,
      body: { code: 'insufficient_stock', shortfall: [{ requested: 3, available: 1 }] },
    });
  });

  it('of goods that never came in can be cancelled, also as lost', async () => {
    const { level, order, move } = await setup({ onHand: 1, allowBackorder: true });
    const { id } = await order(3);
    expect((await move(id, 'cancelled', { restock: false })).status).toBe(200);
    expect(await level()).toEqual({ on_hand: 0, held: 0 });
  });

  it('holds nothing of a product that nobody counts', async () => {
    const { level, order, movements } = await setup({ onHand: 0, tracked: false });
    await order(500);
    expect(await level()).toEqual({ on_hand: 0, held: 0 });
    expect(await movements()).toEqual([]);
  });

  it('of an archived product is refused; one that holds it already goes on', async () => {
    const { sku, level, order, move } = await setup();
    const { id } = await order(2);
    const draft = await order(1, 'draft');
    await service.db.sql`update products set archived_at = now() where sku = ${sku}`;
    const refused = { status: 409, body: { code: 'product_archived', skus: [sku] } };
    expect(await service.post('/orders', { customer_id: draft.customer_id, status: 'placed', items: [line(sku)] })).toMatchObject(
      refused,
    );
    expect(await move(draft.id, 'placed')).toMatchObject(refused);
    expect((await move(id, 'shipped')).status).toBe(200);
    expect(await level()).toEqual({ on_hand: 8, held: 0 });
  });
});

describe('the goods of an order', () => {
  it('leave the house when it is shipped, and nothing more happens to them at completion', async () => {
    const { level, order, move, movements } = await setup();
    const { id } = await order(4);
    await move(id, 'shipped');
    expect(await level()).toEqual({ on_hand: 6, held: 0 });
    await move(id, 'delivered');
    await move(id, 'completed');
    expect(await movements()).toEqual(['hold 0 4', 'commit -4 -4']);
  });

  it('leave the house when it is completed at once', async () => {
    const { level, order, move } = await setup();
    await move((await order(4)).id, 'completed');
    expect(await level()).toEqual({ on_hand: 6, held: 0 });
  });

  it.each(['cancelled', 'expired', 'rejected'])('are free again when it is %s', async (end) => {
    const { level, order, move, movements } = await setup();
    await move((await order(4)).id, end);
    expect(await level()).toEqual({ on_hand: 10, held: 0 });
    expect(await movements()).toEqual(['hold 0 4', 'release 0 -4']);
  });

  it('move unit by unit with its items: shipped in part, cancelled in part', async () => {
    const { level, order, movements } = await setup();
    const { id, items } = await order(5);
    const [item] = items;
    await service.patch(`/orders/${id}/items`, [{ item_id: item?.id, status: 'shipped', quantity: 2 }]);
    expect(await level()).toEqual({ on_hand: 8, held: 3 });
    await service.post(`/orders/${id}/cancel`, { items: [{ item_id: item?.id, quantity: 1 }] });
    expect(await level()).toEqual({ on_hand: 8, held: 2 });
    await service.post(`/orders/${id}/cancel`, { items: [{ item_id: item?.id, quantity: 1 }], restock: false });
    expect(await level()).toEqual({ on_hand: 7, held: 1 });
    await service.patch(`/orders/${id}`, { status: 'completed' });
    expect(await level()).toEqual({ on_hand: 6, held: 0 });
    expect(await movements()).toEqual([
      'hold 0 5',
      'commit -2 -2',
      'release 0 -1',
      'release 0 -1',
      'write_off -1 0',
      'commit -1 -1',
    ]);
  });

  it('that are on their way come back only when the cancellation says so', async () => {
    const { level, order, move } = await setup();
    const [first, second] = [await order(2), await order(3)];
    await Promise.all([move(first.id, 'shipped'), move(second.id, 'shipped')]);
    await move(first.id, 'cancelled', { allow_cancel_shipped: true });
    expect(await level()).toEqual({ on_hand: 5, held: 0 });
    await move(second.id, 'cancelled', { allow_cancel_shipped: true, restock: true });
    expect(await level()).toEqual({ on_hand: 8, held: 0 });
  });

  it('that are returned stay out of the stock until somebody has looked at them', async () => {
    const { level, order, move } = await setup();
    const { id, items } = await order(2);
    await move(id, 'delivered', { force: true, reason: 'handed over in the shop' });
    await service.patch(`/orders/${id}/items`, [{ item_id: items[0]?.id, status: 'returned' }]);
    expect(await level()).toEqual({ on_hand: 8, held: 0 });
  });

  it('follow a forced move back: in the house and held again, or free again', async () => {
    const { level, order, move } = await setup();
    const { id } = await order(4);
    await move(id, 'shipped');
    await move(id, 'placed', { force: true, reason: 'the courier never came' });
    expect(await level()).toEqual({ on_hand: 10, held: 4 });
    await move(id, 'draft', { force: true, reason: 'started anew' });
    expect(await level()).toEqual({ on_hand: 10, held: 0 });
    await move(id, 'cancelled');
    await move(id, 'completed', { force: true, reason: 'it was paid after all' });
    expect(await level()).toEqual({ on_hand: 6, held: 0 });
  });

  it('of a line whose SKU became a product later are no matter of its stock', async () => {
    const { sku } = await setup();
    await service.db.sql`update stock set tracked = false where sku = ${sku}`;
    const { id } = await service.place({ status: 'placed', items: [line(sku, 2)] });
    await service.db.sql`update stock set tracked = true where sku = ${sku}`;
    await service.patch(`/orders/${id}`, { status: 'shipped' });
    expect(await levelOf(service.db, sku)).toEqual({ on_hand: 10, held: 0 });
  });
});

describe('counters that somebody changed by hand', () => {
  it('stop the release that they contradict with a clear error', async () => {
    const { sku, order, move } = await setup();
    const { id } = await order(4);
    await service.db.sql`update stock set held = 1 where sku = ${sku}`;
    expect(await move(id, 'cancelled')).toMatchObject({ status: 409, body: { code: 'stock_inconsistent', skus: [sku] } });
  });
});
