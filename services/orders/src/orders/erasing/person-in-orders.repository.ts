import { Injectable } from '@nestjs/common';
import { traced, type Tx } from '#libs/database';
import { activeTraceparent, outboxRow } from '#libs/messaging';
import { messagesOf } from '../order.events.js';
import { journeyRows, orderRow, toOrder, type LoadedOrder } from '../order.rows.js';
import { orderColumns, selectOrder, tellOf } from '../order.statements.js';
import { ERASURE_REASON } from '../rules/forget-person.js';
import type { Decision, Order } from '../rules/order.js';

/** Of how many orders a batch is at most, and the number of items that it ends with. */
export interface BatchLimits {
  readonly orders: number;
  readonly items: number;
}

/** Personal data in the rows of orders, a batch at a time: no statement becomes longer by how much somebody ordered. */
@Injectable()
export class PersonInOrdersRepository {
  /** The next orders of a customer by id, after the given one. */
  async nextOf(tx: Tx, customerId: string, after: string, limits: BatchLimits): Promise<string[]> {
    const rows = await traced(
      'find orders of customer',
      () => tx<{ id: string }[]>`
      select id from (
        select o.id, sum(i.items) over (order by o.id rows between unbounded preceding and 1 preceding) as items_before
        from (select id from orders where customer_id = ${customerId} and id > ${after} order by id limit ${limits.orders}) o,
          lateral (select max(line)::int as items from order_items where order_id = o.id) i
      ) o where coalesce(items_before, 0) < ${limits.items} order by id`,
    );
    return rows.map(({ id }) => id);
  }

  /**
   * The orders that are still there; nobody changes them until the transaction ends. They are read by a statement of their own:
   * one that waits for a lock sees the order as it became meanwhile, and the items as they were before.
   */
  async lock(tx: Tx, orderIds: readonly string[]): Promise<Order[]> {
    await traced('lock orders', () => tx`select from orders where id = any(${orderIds}::uuid[]) order by id for update`);
    const rows = await traced(
      'read orders',
      () => tx<LoadedOrder[]>`${selectOrder(tx)} where o.id = any(${orderIds}::uuid[]) order by o.id`,
    );
    return rows.map(toOrder);
  }

  /** Saves orders that this transaction has locked and that forgot their person, with journey and events. */
  async save(tx: Tx, decisions: readonly Decision[]): Promise<void> {
    const orders = JSON.stringify(decisions.map(({ order }) => orderRow(order)));
    const journey = JSON.stringify(decisions.flatMap(({ order, recorded }) => journeyRows(order, recorded)));
    const traceparent = activeTraceparent();
    const messages = JSON.stringify(decisions.flatMap((decision) => messagesOf(decision, traceparent).map(outboxRow)));
    await traced(
      'forget person in orders',
      () => tx`
      with done as (
        update orders o
        set customer_name = n.customer_name, conversation_id = n.conversation_id, metadata = n.metadata, version = n.version,
          last_sequence = n.last_sequence, updated_at = n.updated_at
        from json_to_recordset(${orders}::text::json) as n (${orderColumns(tx)})
        where o.id = n.id
        returning o.id
      ),
      ${tellOf(tx, journey, messages)}
      select from done`,
    );
  }

  /** Removes the names under which the customer has no orders. Orders that came meanwhile have theirs and stay to be found. */
  async removeNames(tx: Tx, customerId: string): Promise<void> {
    await traced(
      'remove names',
      () => tx`
      delete from ordering_names where customer_id = ${customerId} and name <> all (array(
        select distinct customer_name from orders where customer_id = ${customerId} and customer_name is not null))`,
    );
  }

  /** Removes what people wrote as reasons of changes, from the journeys and from the movements of stock that they made. */
  async removeReasons(tx: Tx, orderIds: readonly string[]): Promise<void> {
    await traced(
      'remove reasons',
      () => tx`
      with journeys as (
        update order_journey set reason = null
        where order_id = any(${orderIds}::uuid[]) and reason is not null and reason <> ${ERASURE_REASON}
      )
      update stock_movements set reason = null where order_id = any(${orderIds}::uuid[]) and reason is not null`,
    );
  }
}
