import { openDatabase, type Database, type Tx } from '#libs/database';
import { recountFigures } from '../../services/orders/src/orders/figures/recount-figures.js';
import { withoutIndexes } from './indexes.js';
import { FIRST_NAMES, SURNAMES } from './names.js';
import { WRITE_ORDERS } from './write-orders.js';

const ORDERS_PER_CUSTOMER = 10;
const BATCH = 50_000;

/**
 * Fills an empty database with orders of a year in all statuses, past the service and its events: a million in about two minutes.
 * What the service keeps beside the orders is true afterwards: figures, daily sales, the statistics of the planner.
 */
export async function fillDatabase(url: string, orders: number): Promise<void> {
  const database = openDatabase({ url, poolSize: 1, statementTimeoutMs: 0, applicationName: 'bench' });
  const { sql } = database;
  try {
    const customers = Math.ceil(orders / ORDERS_PER_CUSTOMER);
    await quickly(database, (tx) => writeCustomers(tx, customers));
    await withoutIndexes(sql, ['orders', 'order_items'], async () => {
      for (let first = 1; first <= orders; first += BATCH) {
        const last = Math.min(first + BATCH - 1, orders);
        await quickly(database, (tx) => tx.unsafe(WRITE_ORDERS, [first, last, orders, customers]));
      }
    });
    await sql`drop table buyers`;
    await sql.unsafe(WRITE_DAILY_SALES);
    await recountFigures(database);
    await sql`vacuum analyze`;
    await sql`checkpoint`;
  } finally {
    await database.close();
  }
}

/** Without checks of foreign keys, which hold by the way the rows are made, and without waiting for the disk. */
async function quickly(database: Database, write: (tx: Tx) => Promise<unknown>): Promise<void> {
  await database.transaction(async (tx) => {
    await tx`set local session_replication_role = replica`;
    await tx`set local synchronous_commit = off`;
    await write(tx);
  });
}

async function writeCustomers(tx: Tx, count: number): Promise<void> {
  await tx`
    create table buyers as
    select number, uuidv7(interval '-366 days') as id,
      (${FIRST_NAMES}::text[])[1 + floor(random() * ${FIRST_NAMES.length})::int] || ' ' ||
      (${SURNAMES}::text[])[1 + floor(random() * ${SURNAMES.length})::int] as name
    from generate_series(1, ${count}::int) as number`;
  await tx`alter table buyers add primary key (number)`;
  await tx`analyze buyers`;
  await tx`
    insert into customers (id, email, full_name, metadata, version, created_at, updated_at)
    select id, 'customer-' || number || '@example.com', name, '{}', 1, uuid_extract_timestamp(id), uuid_extract_timestamp(id)
    from buyers`;
}

const WRITE_DAILY_SALES = `
  insert into daily_sales (day, currency, created, created_minor, completed, completed_minor, closed, closed_minor)
  select day, currency, sum(created), sum(created * total_minor), sum(completed), sum(completed * total_minor),
    sum(closed), sum(closed * total_minor)
  from (
    select created_at::date as day, currency, total_minor, 1 as created, 0 as completed, 0 as closed from orders
    union all
    select updated_at::date, currency, total_minor, 0, (status = 'completed')::int, (status <> 'completed')::int from orders
    where status in ('completed', 'cancelled', 'expired', 'rejected')
  ) as told
  group by day, currency`;
