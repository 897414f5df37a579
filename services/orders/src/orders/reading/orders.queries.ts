import { Inject, Injectable } from '@nestjs/common';
import { traced, withOwnPlan, type Database, type Sql } from '#libs/database';
import { isTime, isWhole, readCursor, type Place, type ValueForm } from '../../listing/cursor.js';
import { pageOf, type Page, type PageRequest } from '../../listing/page.js';
import { DATABASE } from '../../tokens.js';
import { toOrder, type LoadedOrder } from '../order.rows.js';
import { selectOrder } from '../order.statements.js';
import { ORDER_STATUSES } from '../rules/lifecycle.js';
import { amountOf, type Order } from '../rules/order.js';
import { keyOf, pageByKey, type Fragment } from './keyed-page.js';
import { ordersWithinItems, withinItems } from './page-items.js';
import type { OrderSort } from './order-sorts.js';
import { peopleNamed, type People } from './people-named.js';
import { conditionOf, fieldsOf, wantedStatuses, type OrderFilter } from './order-filter.js';

export interface OrderList extends PageRequest {
  readonly filter: OrderFilter;
  readonly sort: OrderSort;
}

/** Lists of orders; they read from the replica where there is one. */
@Injectable()
export class OrdersQueries {
  constructor(@Inject(DATABASE) private readonly database: Database) {}

  /** One page in a stable order. @throws DomainError invalid_cursor */
  async list(list: OrderList): Promise<Page<Order>> {
    const sql = this.database.readSql;
    const identity = [list.filter, list.sort];
    const people = await this.peopleOf(list.filter);
    const place = list.cursor === undefined ? undefined : readCursor(list.cursor, identity, valueFormOf(list.sort));
    const [rows, total] = await Promise.all([
      traced('list orders', () => {
        const inOrder = orderBy(sql, list.sort);
        const page = withinItems(sql, pageFrom(sql, list, place, people), inOrder);
        const statement = sql<LoadedOrder[]>`${selectOrder(sql, page)} ${inOrder}`;
        return dependsOnValues(list) ? withOwnPlan(statement) : statement;
      }),
      list.includeTotal ? this.count(list.filter, people) : undefined,
    ]);
    const orders = rows.map(toOrder);
    const limit = Math.min(list.limit, ordersWithinItems(orders));
    return { ...pageOf(orders, limit, identity, (order) => placeOf(order, list.sort)), total };
  }

  /** Whether any order matches. */
  async has(filter: OrderFilter): Promise<boolean> {
    const sql = this.database.readSql;
    const rows = await sql`select from orders o where ${conditionOf(sql, filter, await this.peopleOf(filter))} limit 1`;
    return rows.length > 0;
  }

  private async peopleOf({ customerName }: OrderFilter): Promise<People> {
    return customerName === undefined ? [] : peopleNamed(this.database.readSql, customerName);
  }

  /** By status and currency the figures know it; anything else is counted in the orders. */
  private async count(filter: OrderFilter, people: People): Promise<number> {
    const sql = this.database.readSql;
    const inFigures = fieldsOf(filter).every((field) => FIGURED.includes(field));
    const [row] = await (inFigures
      ? sql<{ total: bigint }[]>`select coalesce(sum(orders), 0) as total from order_figures
          where status = any(${wantedStatuses(filter) ?? ORDER_STATUSES}::text[])
            and currency = coalesce(${filter.currency ?? null}, currency)`
      : withOwnPlan(sql<{ total: bigint }[]>`select count(*) as total from orders o
          where ${conditionOf(sql, filter, people)}`));
    return Number(row?.total ?? 0);
  }
}

/** What the figures are kept by. */
const FIGURED: readonly (keyof OrderFilter)[] = ['status', 'phase', 'currency'];

/** The filters that have an index in the order of the ids. */
const INDEXED: readonly (keyof OrderFilter)[] = ['status', 'phase', 'customerId', 'externalRef', 'conversationId', 'facilityId'];

/**
 * Whether the best way to a page depends on the values of the filter: of several conditions on which of them finds fewer orders,
 * of one that goes with another order or without an index on how soon the page is full.
 */
function dependsOnValues({ filter, sort }: OrderList): boolean {
  const fields = fieldsOf(filter);
  const alone = fields.length === 1 && sort.endsWith('created_at');
  return fields.length > 0 && !(alone && fields.every((field) => INDEXED.includes(field)));
}

/** The orders of the page and one more, which tells that the list goes on. */
function pageFrom(sql: Sql, list: OrderList, place: Place | undefined, people: People): Fragment {
  const { filter, sort, limit, skip = 0 } = list;
  const key = sort.endsWith('created_at') && skip === 0 ? keyOf(sql, filter) : undefined;
  if (key) return pageByKey(sql, key, { after: place?.id, newestFirst: sort === '-created_at', limit: limit + 1 });
  const after = place ? afterPlace(sql, sort, place) : sql`true`;
  return sql`(select * from orders o where ${conditionOf(sql, filter, people)} and ${after} ${orderBy(sql, sort)}
    limit ${limit + 1} offset ${skip})`;
}

function placeOf(order: Order, sort: OrderSort): Place {
  switch (sort) {
    case 'created_at':
    case '-created_at':
      return { value: '0', id: order.id };
    case 'updated_at':
    case '-updated_at':
      return { value: order.updatedAt.toISOString(), id: order.id };
    case 'total_amount':
    case '-total_amount':
      return { value: amountOf(order.items).toString(), id: order.id };
  }
}

function valueFormOf(sort: OrderSort): ValueForm {
  return sort === 'updated_at' || sort === '-updated_at' ? isTime : isWhole;
}

/** By creation time means by id: ids carry that time, and the primary key gives the order without a sort. */
function orderBy(sql: Sql, sort: OrderSort): Fragment {
  switch (sort) {
    case 'created_at':
      return sql`order by o.id`;
    case '-created_at':
      return sql`order by o.id desc`;
    case 'updated_at':
      return sql`order by o.updated_at, o.id`;
    case '-updated_at':
      return sql`order by o.updated_at desc, o.id desc`;
    case 'total_amount':
      return sql`order by o.total_minor, o.id`;
    case '-total_amount':
      return sql`order by o.total_minor desc, o.id desc`;
  }
}

function afterPlace(sql: Sql, sort: OrderSort, { value, id }: Place) {
  switch (sort) {
    case 'created_at':
      return sql`o.id > ${id}`;
    case '-created_at':
      return sql`o.id < ${id}`;
    case 'updated_at':
      return sql`(o.updated_at, o.id) > (${value}::timestamptz, ${id}::uuid)`;
    case '-updated_at':
      return sql`(o.updated_at, o.id) < (${value}::timestamptz, ${id}::uuid)`;
    case 'total_amount':
      return sql`(o.total_minor, o.id) > (${value}::bigint, ${id}::uuid)`;
    case '-total_amount':
      return sql`(o.total_minor, o.id) < (${value}::bigint, ${id}::uuid)`;
  }
}
