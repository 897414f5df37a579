import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { openDatabase, type Database } from '#libs/database';
import { world, type World } from '#libs/testing';
import { fillDatabase } from '../../bench/fill/fill-database.js';
import { AGES, COMMONEST_STATUS, RARE_STATUS, WAYS } from '../../bench/fill/lifetimes.js';
import { nextStatuses, ORDER_STATUSES, type OrderStatus } from '../../services/orders/src/orders/rules/lifecycle.js';

describe('a database that the benchmark fills', () => {
  let shop: World;
  let database: Database;
  const one = async (text: string): Promise<unknown> => Object.values((await database.sql.unsafe(text))[0] ?? {})[0];

  beforeAll(async () => {
    shop = await world();
    await fillDatabase(shop.databaseUrl, 2_000);
    database = openDatabase({ url: shop.databaseUrl, poolSize: 1 });
  });
  afterAll(async () => {
    await database.close();
    await shop.close();
  });

  it('has orders whose totals, items, journeys and times agree', async () => {
    expect(await one('select count(*)::int from orders')).toBe(2_000);
    const amount = 'select sum(qty * price_minor) from order_items i where i.order_id = o.id';
    expect(await one(`select count(*)::int from orders o where total_minor is distinct from (${amount})`)).toBe(0);
    const last = 'select to_status from order_journey j where j.order_id = o.id and j.sequence = o.last_sequence';
    expect(await one(`select count(*)::int from orders o where status is distinct from (${last})`)).toBe(0);
    const orphans = 'select count(*)::int from order_items i left join orders o on o.id = i.order_id where o.id is null';
    expect(await one(orphans)).toBe(0);
    expect(await one('select count(*)::int from orders where created_at <> uuid_extract_timestamp(id)')).toBe(0);
  });

  it('has true figures and all the indexes of the service', async () => {
    expect(await one('select sum(orders)::int from order_figures')).toBe(2_000);
    expect(await one('select sum(created)::int from daily_sales')).toBe(2_000);
    const people = await one('select count(distinct customer_id)::int from orders');
    expect(await one('select sum(customers)::int from customer_figures')).toBe(people);
    expect(await one("select count(*)::int from pg_indexes where tablename = 'orders'")).toBeGreaterThan(10);
  });

  it('moves orders as the lifecycle allows, and knows every status', () => {
    for (const way of Object.values(WAYS) as OrderStatus[][]) {
      way.slice(1).forEach((status, index) => expect(nextStatuses(way[index]!)).toContain(status));
    }
    expect(Object.keys(WAYS)).toEqual([...ORDER_STATUSES]);
    for (const { shares } of AGES) expect(Object.values(shares).reduce((a, b) => a + b)).toBeCloseTo(1);
    expect(AGES.at(-1)?.shares).toMatchObject({ [COMMONEST_STATUS]: 0.868, [RARE_STATUS]: 0.005 });
  });
});
