import type { Database, Sql, Tx } from '#libs/database';

/**
 * Replicas fold in turn, which saves work: a fold takes only the rows that it adds up. Who empties the figures waits for a fold
 * under way, whose sum is not there to be seen yet.
 */
const TURN = 0x666f6c64;

/** How long new orders may be held up by a search for customers without orders. */
const LONGEST_WAIT = '100ms';

/** Adds up the rows of the figures, so that they stay a handful however many orders were written. The sums stay the same. */
export async function foldFigures(database: Database): Promise<void> {
  await database.transaction(async (tx) => {
    const [turn] = await tx<{ taken: boolean }[]>`select pg_try_advisory_xact_lock(${TURN}) as taken`;
    if (!turn?.taken) return;
    await tx`
      with several as (
        select status, currency from order_figures group by status, currency having count(*) > 1
      ),
      folded as (
        delete from order_figures f using several s where f.status = s.status and f.currency = s.currency
        returning f.status, f.currency, f.orders, f.net_minor
      )
      insert into order_figures (status, currency, orders, net_minor)
      select status, currency, sum(orders), sum(net_minor) from folded group by status, currency`;
    await tx`
      with folded as (
        delete from customer_figures where (select count(*) from customer_figures) > 1 returning customers
      )
      insert into customer_figures (customers) select sum(customers) from folded having count(*) > 0`;
  });
}

/** Until the transaction ends nobody folds. @throws a lock timeout */
export async function stopFolds(tx: Tx): Promise<void> {
  await tx`select pg_advisory_xact_lock(${TURN})`;
}

/**
 * Forgets departed customers who have other orders under all their names; takes those who have none out of `ordering_customers`,
 * and what is no order's name out of `ordering_names`. An order that is being written counts on the rows that it found there, so
 * the second waits until no such order is under way.
 * @throws a lock timeout when that takes too long; then nothing was done
 */
export async function settleDepartures(database: Database): Promise<void> {
  const { sql } = database;
  await sql`
    with departed as materialized (
      select distinct customer_id from departed_customers
    ),
    ${unusedNames(sql)}
    delete from departed_customers d
    where exists (select from orders o where o.customer_id = d.customer_id)
      and d.customer_id not in (select customer_id from unused)`;
  const [left] = await sql`select from departed_customers limit 1`;
  if (!left) return;
  await database.transaction(async (tx) => {
    await tx`select set_config('lock_timeout', ${LONGEST_WAIT}, true)`;
    await tx`lock table ordering_customers in share mode`;
    await tx`
      with departed as (
        delete from departed_customers returning customer_id
      ),
      gone as (
        delete from ordering_customers c using (select distinct customer_id from departed) d
        where c.customer_id = d.customer_id and not exists (select from orders o where o.customer_id = c.customer_id)
        returning c.customer_id
      ),
      ${unusedNames(tx)},
      unnamed as (
        delete from ordering_names n using unused u where n.customer_id = u.customer_id and n.name = u.name
      )
      insert into customer_figures (customers) select -count(*) from gone having count(*) > 0`;
  });
}

/**
 * The names of the customers in the relation `departed` that no order of theirs has. Each order is read once: looked for one by
 * one, the names of a shop that orders for thousands cost the square of that, while new orders wait.
 */
const unusedNames = (sql: Sql | Tx) => sql`
  unused as materialized (
    select n.customer_id, n.name from ordering_names n where n.customer_id in (select customer_id from departed)
    except
    select o.customer_id, o.customer_name from orders o where o.customer_id in (select customer_id from departed)
  )`;
