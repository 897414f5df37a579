import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { MAX_MINOR, newId } from '#libs/kernel';
import { eventually } from '#libs/testing';
import { RecordDailySalesWhenOrderChanged } from '../src/sales/record-daily-sales-when-order-changed.consumer.js';
import { anItem, anOrderBody } from './order-body.js';
import { startService, type RunningService } from './service.js';

/** What a column of the type `bigint` holds at most. */
const MAX_BIGINT = 2n ** 63n - 1n;
const DEAREST = [anItem({ qty: 1, price: Number(MAX_MINOR) / 100 })];

interface Row {
  readonly day: string;
  readonly currency: string;
  readonly created: number;
  readonly minor: string;
}

let service: RunningService;
beforeAll(async () => {
  service = await startService();
});
afterAll(() => service.stop());

const recordedOn = (from: string) => service.db.sql<Row[]>`
  select day, currency, created, created_minor::text as minor from daily_sales where day >= ${from}::date order by day, currency`;

describe('the daily sales', () => {
  it('count orders of the largest amount past what a bigint holds, exactly, and answer the sum', async () => {
    const today = new Date().toISOString().slice(0, 10);
    const { sql } = service.db;
    await sql`insert into daily_sales (day, currency, created_minor) values (${today}, 'EUR', ${MAX_BIGINT})`;
    await service.post('/orders/bulk', { orders: Array.from({ length: 100 }, () => anOrderBody({ items: DEAREST })) });
    await eventually(async () => {
      const minor = MAX_BIGINT + 100n * MAX_MINOR;
      expect(await recordedOn(today)).toEqual([{ day: today, currency: 'EUR', created: 100, minor: String(minor) }]);
    });
    expect(await sql`select consumer, key from inbox_parked`).toEqual([]);
    const { body } = await service.get<{ days: object[] }>(`/orders/statistics/daily?from=${today}&to=${today}`);
    expect(body.days).toMatchObject([{ currency: 'EUR', created: 100, created_amount: Number('93233720368547757.07') }]);
  });

  it.each(['0001-01-01', '0001-01-15', '9999-12-31'])('can be asked for up to %s, without a first day', async (to) => {
    expect(await service.get(`/orders/statistics/daily?to=${to}`)).toMatchObject({ status: 200, body: { days: [] } });
  });

  it('add up a batch of events of any size to the cent', async () => {
    const { id } = await service.place({ items: DEAREST });
    const [told] = await service.events(id);
    const { subject, headers, body } = told!;
    const day = '2001-01-01';
    const events = Array.from({ length: 9_999 }, () => ({
      eventId: newId(),
      subject,
      headers,
      body: { ...body, occurred_at: `${day}T12:00:00.000Z` },
      publishedAt: new Date(),
      key: id,
      sequence: 1,
      gapless: true,
    }));
    const consumer = new RecordDailySalesWhenOrderChanged({ natsStream: 'orders' });
    await service.db.transaction((tx) => consumer.handleMany(tx, events));
    const [row] = await recordedOn(day);
    expect(row).toEqual({ day, currency: 'EUR', created: 9_999, minor: String(9_999n * MAX_MINOR) });
  });
});
