import { Inject, Injectable } from '@nestjs/common';
import type { Database } from '#libs/database';
import { DATABASE } from '../../tokens.js';
import { fromMinor } from '#libs/kernel';
import { LIFECYCLE, ORDER_STATUSES, PHASES, phaseOf, type OrderStatus } from '../rules/lifecycle.js';
import { conditionOf, type OrderFilter } from './order-filter.js';

interface CountRow {
  status: OrderStatus;
  currency: string;
  orders: bigint;
  net_minor: bigint;
}

type Period = Pick<OrderFilter, 'createdAfter' | 'createdBefore' | 'customerId' | 'facilityId'>;

/**
 * Totals over all orders come from the figures that are kept with every write, and cost the same however many orders there
 * are. Totals of a period, a customer or a facility are counted from the orders in it.
 */
@Injectable()
export class StatisticsQueries {
  constructor(@Inject(DATABASE) private readonly database: Database) {}

  async statistics(period: Period) {
    const narrowed = Object.values(period).some((value) => value !== undefined);
    const [rows, customers] = await (narrowed ? this.count(period) : this.readFigures());
    return {
      total_orders: total(rows),
      unique_customers: customers,
      by_status: Object.fromEntries(
        ORDER_STATUSES.map((status) => [status, total(rows.filter((row) => row.status === status))]),
      ),
      by_phase: Object.fromEntries(PHASES.map((phase) => [phase, total(rows.filter((row) => phaseOf(row.status) === phase))])),
      revenue: revenueOf(rows),
    };
  }

  private async readFigures(): Promise<[CountRow[], number]> {
    const sql = this.database.readSql;
    const [rows, [customers]] = await Promise.all([
      sql<CountRow[]>`
        select status, currency, sum(orders) as orders, sum(net_minor) as net_minor
        from order_figures group by status, currency having sum(orders) <> 0`,
      sql<{ unique_customers: bigint }[]>`
        select (select coalesce(sum(customers), 0) from customer_figures) - (
          select count(distinct d.customer_id) from departed_customers d
          where not exists (select from orders o where o.customer_id = d.customer_id)) as unique_customers`,
    ]);
    return [rows, Number(customers?.unique_customers ?? 0)];
  }

  private async count(period: Period): Promise<[CountRow[], number]> {
    const sql = this.database.readSql;
    const where = conditionOf(sql, period);
    const [rows, [customers]] = await Promise.all([
      sql<CountRow[]>`
        select o.status, o.currency, count(*) as orders, sum(o.total_minor - o.cancelled_minor - o.returned_minor) as net_minor
        from orders o where ${where} group by o.status, o.currency`,
      sql<{ unique_customers: bigint }[]>`select count(distinct o.customer_id) as unique_customers from orders o where ${where}`,
    ]);
    return [rows, Number(customers?.unique_customers ?? 0)];
  }
}

function total(rows: readonly CountRow[]): number {
  return rows.reduce((sum, row) => sum + Number(row.orders), 0);
}

/** What was sold: orders that are neither drafts nor ended without a sale, less what was cancelled or came back. */
function revenueOf(rows: readonly CountRow[]) {
  const sold = rows.filter((row) => !['draft', 'closed'].includes(LIFECYCLE[row.status].phase));
  return [...new Set(sold.map((row) => row.currency))].sort().map((currency) => {
    const own = sold.filter((row) => row.currency === currency);
    const minor = own.reduce((sum, row) => sum + BigInt(row.net_minor), 0n);
    const orders = total(own);
    return {
      currency,
      orders,
      amount: fromMinor(minor, currency),
      average_order_amount: fromMinor((minor + BigInt(orders) / 2n) / BigInt(orders), currency),
    };
  });
}
