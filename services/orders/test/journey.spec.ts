import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { OrderBody } from '../src/orders/order.presenter.js';
import { startService, type RunningService } from './service.js';
import { walk, type AnyPage } from './walk.js';

interface Step {
  readonly sequence: number;
  readonly event_type: string;
  readonly [more: string]: unknown;
}

interface Journey extends AnyPage {
  readonly order_id: string;
  readonly journey: readonly Step[];
}

let service: RunningService;
beforeAll(async () => {
  service = await startService();
});
afterAll(() => service.stop());

const upTo = (last: number) => Array.from({ length: last }, (_, n) => n + 1);
const sequencesOf = ({ journey }: Journey) => journey.map(({ sequence }) => sequence);
const all = (path: string) => walk(service, path, (page: Journey) => page.journey);

/** An order that was put on hold and released again, so that its journey has seven steps. */
async function setup() {
  const { id } = await service.place({ status: 'placed' });
  for (let n = 0; n < 6; n += 1) await service.patch(`/orders/${id}`, { on_hold: n % 2 === 0 });
  return { id, path: `/orders/${id}/journey` };
}

/** An order of so many items, all of which go to and fro together. */
async function restless({ items, moves }: { items: number; moves: number }): Promise<OrderBody> {
  const order = await service.place({ status: 'placed', items: Array(items).fill({ sku: 'WIDGET-001', qty: 1, price: 1 }) });
  for (let n = 0; n < moves; n += 1) {
    const status = n % 2 === 0 ? 'preparing' : 'open';
    const answer = await service.patch(`/orders/${order.id}/items`, order.items.map(({ id }) => ({ item_id: id, status })));
    expect(answer.status).toBe(200);
  }
  return order;
}

describe('a journey', () => {
  it('is one page, the oldest step first', async () => {
    const { id, path } = await setup();
    const { body, headers } = await service.get<Journey>(path);
    expect(body).toMatchObject({ order_id: id, next_cursor: null, has_more: false });
    expect([sequencesOf(body), headers['link']]).toEqual([upTo(7), undefined]);
  });

  it('is the same in pages of any length', async () => {
    const { path } = await setup();
    const whole = await all(`${path}?limit=1000`);
    for (const limit of [1, 2, 3, 6, 7, 8]) expect(await all(`${path}?limit=${limit}`)).toEqual(whole);
  });

  it('names its next page in a header, and keeps the place of a reader while more happens', async () => {
    const { id, path } = await setup();
    const { headers } = await service.get(`${path}?limit=5`);
    await service.patch(`/orders/${id}`, { on_hold: true });
    const [, next = ''] = /^<(.*)>; rel="next"$/.exec(headers['link'] ?? '') ?? [];
    expect(sequencesOf((await service.get<Journey>(next)).body)).toEqual([6, 7, 8]);
  });

  it('of more than a thousand steps has a second page', async () => {
    const { id, path } = await setup();
    await service.db.sql`
      insert into order_journey (order_id, sequence, event_type, from_status, to_status, actor, at)
      select ${id}, n, 'order_updated', 'placed', 'placed', 'api', now() from generate_series(8, 1200) n`;
    const { body } = await service.get<Journey>(path);
    expect([sequencesOf(body), body.has_more]).toEqual([upTo(1_000), true]);
    expect((await all(`${path}?limit=1000`)).map(({ sequence }) => sequence)).toEqual(upTo(1_200));
  });

  it('of steps that move hundreds of items has pages of a mebibyte', async () => {
    const { id } = await restless({ items: 500, moves: 24 });
    const { body } = await service.get<Journey>(`/orders/${id}/journey`);
    const bytes = Buffer.byteLength(JSON.stringify(body));
    expect(body.has_more).toBe(true);
    expect(bytes).toBeGreaterThan(800_000);
    expect(bytes).toBeLessThan(1_200_000);
    const { body: order } = await service.get(`/orders/${id}`);
    const steps = await all(`/orders/${id}/journey?limit=1000`);
    expect(steps.map(({ sequence }) => sequence)).toEqual(upTo(order.last_sequence));
  });

  it('of steps that are more than a page by themselves has one on each', async () => {
    const { id, path } = await setup();
    await service.db.sql`
      update order_journey set details = jsonb_build_object('changed', jsonb_build_array(repeat('x', 1100000)))
      where order_id = ${id} and sequence between 3 and 4`;
    const first = (await service.get<Journey>(path)).body;
    expect(sequencesOf(first)).toEqual([1, 2, 3]);
    const second = (await service.get<Journey>(`${path}?cursor=${first.next_cursor}`)).body;
    expect(sequencesOf(second)).toEqual([4]);
    expect(sequencesOf((await service.get<Journey>(`${path}?cursor=${second.next_cursor}`)).body)).toEqual([5, 6, 7]);
  });

  it.each(['limit=0', 'limit=1001', 'limit=x', 'skip=1', 'include_total=true'])('refuses the query %s', async (query) => {
    const { path } = await setup();
    expect((await service.get(`${path}?${query}`)).status).toBe(422);
  });

  it('refuses the cursor of another order', async () => {
    const [one, other] = [await setup(), await setup()];
    const { body } = await service.get<Journey>(`${one.path}?limit=1`);
    const refused = { status: 400, body: { code: 'invalid_cursor' } };
    expect(await service.get(`${other.path}?cursor=${body.next_cursor}`)).toMatchObject(refused);
    expect(await service.get(`/orders/${randomUUID()}/journey?cursor=${body.next_cursor}`)).toMatchObject(refused);
  });
});
