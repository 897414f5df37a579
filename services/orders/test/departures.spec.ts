import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Database } from '#libs/database';
import { openTestDatabase, type OpenedDatabase } from '#libs/testing';
import { figureFaults } from '../src/orders/figures/figure-faults.js';
import { settleDepartures } from '../src/orders/figures/fold-figures.js';
import { recountFigures } from '../src/orders/figures/recount-figures.js';

/** Orders for its guests. It is one among many, so that PostgreSQL expects few orders of it. */
const SHOP = '33333333-3333-4333-8333-333333333333';
const SHOP_ORDERS = 1_000;

let own: OpenedDatabase;
let database: Database;
beforeAll(async () => {
  // One session, which can tell what it has read itself.
  own = await openTestDatabase({ poolSize: 1 });
  database = own.db;
});
afterAll(() => own.close());

async function ordersRead(): Promise<number> {
  await database.sql`select pg_stat_force_next_flush()`;
  const [row] = await database.sql<{ rows: number }[]>`
    select (seq_tup_read + idx_tup_fetch)::float8 as rows from pg_stat_user_tables where relname = 'orders'`;
  return row?.rows ?? 0;
}

/** Orders of one customer, or without `customer` each of a customer of its own; under a name of its own each. */
const writeOrders = (count: number, customer: string | null = null) => database.sql`
  insert into orders (id, customer_id, customer_name, status, currency, total_minor, cancelled_minor, fulfilment_status,
    metadata, version, last_sequence, created_at, updated_at)
  select uuidv7(), coalesce(${customer}, gen_random_uuid()), 'Guest ' || n, 'placed', 'EUR', 100, 0, 'unfulfilled', '{}', 1, 1,
    now(), now()
  from generate_series(1, ${count}::int) n`;

describe('the search for names that no order has any more', () => {
  it('reads each order of a customer a few times, however many names the customer has', async () => {
    await writeOrders(SHOP_ORDERS, SHOP);
    await writeOrders(20_000);
    await recountFigures(database);
    await database.sql`analyze`;
    await database.sql`delete from orders where customer_id = ${SHOP} and customer_name = 'Guest 7'`;
    await database.sql`insert into departed_customers (customer_id) values (${SHOP})`;
    const before = await ordersRead();
    await settleDepartures(database);
    expect((await ordersRead()) - before).toBeLessThan(10 * SHOP_ORDERS);
    const names = await database.sql<{ name: string }[]>`select name from ordering_names where customer_id = ${SHOP}`;
    expect(names).toHaveLength(SHOP_ORDERS - 1);
    expect(names).not.toContainEqual({ name: 'Guest 7' });
    expect(await database.sql`select from departed_customers`).toHaveLength(0);
    await recountFigures(database);
    expect(await figureFaults(database)).toEqual([]);
  });
});
