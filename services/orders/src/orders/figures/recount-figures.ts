import type { Database } from '#libs/database';
import { stopFolds } from './fold-figures.js';

/** Counts all orders anew, for a database that was filled past the service. Orders are read meanwhile but not written. */
export async function recountFigures(database: Database): Promise<void> {
  await database.transaction(async (tx) => {
    await tx`select set_config('statement_timeout', '0', true)`;
    await stopFolds(tx);
    await tx`lock table orders in share row exclusive mode`;
    await tx`delete from order_figures`;
    await tx`delete from ordering_customers`;
    await tx`delete from ordering_names`;
    await tx`delete from customer_figures`;
    await tx`delete from departed_customers`;
    await tx`
      insert into order_figures (status, currency, orders, net_minor)
      select status, currency, count(*), sum(total_minor - cancelled_minor - returned_minor)
      from orders group by status, currency`;
    await tx`insert into ordering_customers (customer_id) select distinct customer_id from orders`;
    await tx`
      insert into ordering_names (customer_id, name)
      select distinct customer_id, customer_name from orders where customer_name is not null`;
    await tx`insert into customer_figures (customers) select count(*) from ordering_customers having count(*) > 0`;
  });
}
