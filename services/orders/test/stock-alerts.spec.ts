import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { eventually } from '#libs/testing';
import type { StockAlert } from '../src/inventory/alerts/stock-alerts.queries.js';
import { startService, type RunningService } from './service.js';
import { aProduct } from './stock.js';
import type { AnyPage } from './walk.js';

interface Page extends AnyPage {
  readonly alerts: readonly StockAlert[];
}

let service: RunningService;
beforeAll(async () => {
  service = await startService();
});
afterAll(() => service.stop());

const list = async (query = ''): Promise<Page> => (await service.get<Page>(`/stock/alerts${query}`)).body;
const alertOf = async (sku: string) => (await list('?limit=100')).alerts.find((alert) => alert.sku === sku);
const becomes = (sku: string, wanted: object | undefined) =>
  eventually(async () => expect((await alertOf(sku)) ?? {}).toMatchObject(wanted ?? { sku: undefined }));

/** A product of ten units that is low at three. */
async function setup() {
  const sku = await aProduct(service.db, { lowStockThreshold: 3 });
  const order = (qty: number) => service.place({ status: 'placed', items: [{ sku, qty, price: 5 }] });
  const toldAt = async (type: string): Promise<string | undefined> => {
    const told = (await service.stockEvents()).map(({ body }) => body);
    return told.findLast((body) => 'sku' in body && body.sku === sku && body.event_type === type)?.occurred_at;
  };
  return { sku, order, toldAt, cancel: (id: string) => service.post(`/orders/${id}/cancel`) };
}

describe('GET /stock/alerts', () => {
  it('tells what is low and then out, since the moment of each crossing, and forgets it when it is neither', async () => {
    const { sku, order, cancel, toldAt } = await setup();
    expect(await alertOf(sku)).toBeUndefined();
    const most = await order(8);
    await becomes(sku, { alert: 'low', name: `Product ${sku}`, on_hand: 10, held: 8, available: 2, low_stock_threshold: 3 });
    expect((await alertOf(sku))?.since).toBe(await toldAt('stock_low'));
    const rest = await order(2);
    // From the first moment: what is left is read from the stock itself, only the time comes with the event.
    expect(await alertOf(sku)).toMatchObject({ alert: 'out', available: 0 });
    await eventually(async () => expect((await alertOf(sku))?.since).toBe((await toldAt('stock_out')) ?? 'told'));
    await cancel(rest.id);
    await becomes(sku, { alert: 'low', available: 2, since: await toldAt('stock_low') });
    await cancel(most.id);
    expect(await alertOf(sku)).toBeUndefined();
    await order(7);
    await becomes(sku, { alert: 'low', available: 3, since: await toldAt('stock_low') });
  });

  it('leaves out what is archived', async () => {
    const { sku, order } = await setup();
    await order(10);
    await becomes(sku, { alert: 'out' });
    await service.db.sql`update products set archived_at = now() where sku = ${sku}`;
    expect(await alertOf(sku)).toBeUndefined();
  });

  it('gives the newest first, page by page, and only one kind on demand', async () => {
    const [low, out, lower] = [await setup(), await setup(), await setup()];
    await low.order(7);
    await becomes(low.sku, { alert: 'low' });
    await out.order(10);
    await becomes(out.sku, { alert: 'out' });
    await lower.order(8);
    await becomes(lower.sku, { alert: 'low' });
    const first = await list('?limit=2');
    expect(first).toMatchObject({ alerts: [{ sku: lower.sku }, { sku: out.sku }], has_more: true });
    const second = await service.get<Page>(`/stock/alerts?limit=1&cursor=${first.next_cursor}`);
    expect(second.body.alerts).toMatchObject([{ sku: low.sku }]);
    const lows = (await list('?alert=low&limit=2')).alerts;
    expect(lows).toMatchObject([{ sku: lower.sku }, { sku: low.sku }]);
    expect((await service.get('/stock/alerts?alert=out&limit=1')).headers['link']).toBeUndefined();
    expect((await service.get('/stock/alerts?alert=low&limit=1')).headers['link']).toContain('alert=low&limit=1&cursor=');
    expect((await service.get(`/stock/alerts?alert=low&cursor=${first.next_cursor}`)).status).toBe(400);
  });
});
