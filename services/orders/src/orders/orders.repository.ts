import { Inject, Injectable } from '@nestjs/common';
import { traced, type Database, type Sql, type Tx } from '#libs/database';
import { DATABASE } from '../tokens.js';
import { activeTraceparent, outboxColumns, outboxRow } from '#libs/messaging';
import { Grouping } from '../grouping/grouping.js';
import type { StoredAnswer } from '../idempotency/idempotency.js';
import { messagesOf } from './order.events.js';
import { countChanged, countDeleted, countedColumns, countNew } from './figures/figures.statements.js';
import { itemRows, journeyRows, orderRow, toOrder, type LoadedOrder } from './order.rows.js';
import { itemColumns, orderColumns, selectOrder, tellOf } from './order.statements.js';
import type { Decision, Order } from './rules/order.js';

/** Reads are short, so that two statements of this size keep the database as busy as one process can. */
const READS = { maxGroup: 64, lanes: 2, maxWaiting: 5_000 };

/** A decided change, and for a request with an idempotency key the answer that a repeat is to get. */
export interface Write {
  readonly decision: Decision;
  readonly answer?: StoredAnswer;
  /** The trace of the request that brought it, for its events. */
  readonly traceparent?: string;
  /** For the other orders of a request that creates several: the key under which the first one stores the answer. */
  readonly underKey?: string;
}

/**
 * Orders in PostgreSQL. Each write is one statement over order, items, journey, key and events: a transaction of its own, or
 * a part of the transaction that moves the stock.
 */
@Injectable()
export class OrdersRepository {
  private readonly reads = new Grouping<string, Order | undefined>(READS, (ids) => this.findTogether(ids));

  constructor(@Inject(DATABASE) private readonly database: Database) {}

  /**
   * Inserts new orders, all in one commit. Two requests with the same idempotency key must not share a batch.
   * @returns the ids of those that were inserted; missing is an order whose idempotency key was taken already
   * @throws a unique violation on `orders_external_ref_unique`; then none was inserted
   */
  async insert(sql: Sql | Tx, batch: readonly Write[]): Promise<Set<string>> {
    const { orders, items, journey, messages } = batchOf(batch);
    const rows = await traced(
      'insert orders',
      () => sql<{ id: string }[]>`
      with input as materialized (
        select * from json_to_recordset(${orders}::text::json) as o (${orderColumns(sql)})
      ),
      keys as (
        insert into idempotency_keys (key, fingerprint, status, headers, body, order_id, created_at)
        select idempotency_key, fingerprint, answer_status, answer_headers, answer_body, id, clock_timestamp()
        from input where fingerprint is not null
        -- Sorted, so that two batches with the same keys do not wait for each other in a circle.
        order by idempotency_key
        on conflict (key) do nothing
        returning key
      ),
      done as (
        insert into orders as o (id, customer_id, customer_name, status, currency, total_minor, cancelled_minor, returned_minor,
          fulfilment_status, return_status, on_hold, expires_at, external_ref, facility_id, conversation_id,
          estimated_ready_time, metadata, version, last_sequence, created_at, updated_at)
        select id, customer_id, customer_name, status, currency, total_minor, cancelled_minor, returned_minor,
          fulfilment_status, return_status, on_hold, expires_at, external_ref, facility_id, conversation_id,
          estimated_ready_time, metadata, version, last_sequence, created_at, updated_at
        from input
        where idempotency_key is null or idempotency_key in (select key from keys)
        -- Sorted for the same reason; and so that no reference is taken before every key is.
        order by external_ref
        returning o.id, ${countedColumns(sql)}
      ),
      lines as (
        insert into order_items (order_id, line, id, sku, item_name, qty, price_minor, unit_price_minor, open, preparing,
          ready, shipped, delivered, cancelled, returned, stocked, created_at)
        select i.* from done join json_to_recordset(${items}::text::json) as i (${itemColumns(sql)}) on i.order_id = done.id
      ),
      ${countNew(sql)},
      ${tellOf(sql, journey, messages)}
      select id from done`,
    );
    return new Set(rows.map((row) => row.id));
  }

  /** Which of these external references are taken, and by which orders. */
  async takenRefs(externalRefs: readonly string[]): Promise<Map<string, string>> {
    const { sql } = this.database;
    const rows = await sql<{ external_ref: string; id: string }[]>`
      select external_ref, id from orders where external_ref = any(${externalRefs}::text[])`;
    return new Map(rows.map((row) => [row.external_ref, row.id]));
  }

  /** The order as it is now. Reads that come together are one statement. */
  find(id: string): Promise<Order | undefined> {
    return this.reads.add(id);
  }

  private async findTogether(ids: readonly string[]): Promise<PromiseSettledResult<Order | undefined>[]> {
    const { sql } = this.database;
    const rows = await traced(
      'find orders',
      () => sql<LoadedOrder[]>`${selectOrder(sql)} where o.id = any(${ids as string[]}::uuid[])`,
    );
    const orders = new Map(rows.map((row) => [row.id, toOrder(row)]));
    return ids.map((id) => ({ status: 'fulfilled', value: orders.get(id) }));
  }

  /**
   * Saves changed orders, each if nobody changed it since it was read. Two changes of one order must not share a batch.
   * @param skipLocked passes over orders that somebody else is changing at this moment instead of waiting for them
   * @returns the ids of those that were saved; of the others read again and decide again
   * @throws a unique violation on `idempotency_keys_pkey` when a key was taken meanwhile; then none was saved
   */
  async save(sql: Sql | Tx, batch: readonly Write[], { skipLocked = false } = {}): Promise<Set<string>> {
    const { orders, items, journey, messages } = batchOf(batch);
    const rows = await traced(
      'save orders',
      () => sql<{ id: string }[]>`
      with input as materialized (
        select * from json_to_recordset(${orders}::text::json) as o (${orderColumns(sql)})
      ),
      -- In one order everywhere, so that two batches do not wait for each other in a circle.
      unchanged as materialized (
        select o.id, ${countedColumns(sql)} from orders o join input n on n.id = o.id
        where o.version = n.version - 1
        order by o.id
        for no key update of o ${skipLocked ? sql`skip locked` : sql``}
      ),
      done as (
        update orders o
        set status = n.status, cancelled_minor = n.cancelled_minor, returned_minor = n.returned_minor,
          fulfilment_status = n.fulfilment_status, return_status = n.return_status, on_hold = n.on_hold,
          expires_at = n.expires_at, estimated_ready_time = n.estimated_ready_time, metadata = n.metadata, version = n.version,
          last_sequence = n.last_sequence, updated_at = n.updated_at
        from input n join unchanged on unchanged.id = n.id
        where o.id = n.id
        returning o.id, ${countedColumns(sql)}
      ),
      lines as (
        update order_items l
        set open = i.open, preparing = i.preparing, ready = i.ready, shipped = i.shipped, delivered = i.delivered,
          cancelled = i.cancelled, returned = i.returned, stocked = i.stocked
        from done, json_to_recordset(${items}::text::json) as i (${itemColumns(sql)})
        where i.order_id = done.id and l.order_id = done.id and l.line = i.line
          and (l.open, l.preparing, l.ready, l.shipped, l.delivered, l.cancelled, l.returned, l.stocked) is distinct from
            (i.open, i.preparing, i.ready, i.shipped, i.delivered, i.cancelled, i.returned, i.stocked)
      ),
      keys as (
        insert into idempotency_keys (key, fingerprint, status, headers, body, order_id, created_at)
        select n.idempotency_key, n.fingerprint, n.answer_status, n.answer_headers, n.answer_body, n.id, clock_timestamp()
        from input n join done on done.id = n.id where n.idempotency_key is not null
        order by n.idempotency_key
      ),
      ${countChanged(sql)},
      ${tellOf(sql, journey, messages)}
      select id from done`,
    );
    return new Set(rows.map((row) => row.id));
  }

  /** Whether nobody changed the order since it was read. */
  async isUnchanged(sql: Sql | Tx, { id, version }: Order): Promise<boolean> {
    const rows = await sql`select from orders where id = ${id} and version = ${version}`;
    return rows.length === 1;
  }

  /** Deletes an order with its items and its journey and tells of it. @returns false as `save` does */
  async remove(decision: Decision): Promise<boolean> {
    const { sql } = this.database;
    const { order } = decision;
    const messages = JSON.stringify(messagesOf(decision, activeTraceparent()).map(outboxRow));
    const rows = await traced(
      'delete order',
      () => sql`
      with done as (
        delete from orders o where id = ${order.id} and version = ${order.version - 1}
        returning o.id, ${countedColumns(sql)}
      ),
      ${countDeleted(sql)},
      told as (
        insert into outbox (event_id, key, partition, subject, headers, payload)
        select m.* from done join json_to_recordset(${messages}::text::json) as m (${outboxColumns(sql)}) on m.key = done.id
      )
      select id from done`,
    );
    return rows.length === 1;
  }
}

function batchOf(batch: readonly Write[]) {
  const decisions = batch.map(({ decision }) => decision);
  return {
    orders: JSON.stringify(batch.map((write) => ({ ...orderRow(write.decision.order), ...answerColumns(write) }))),
    items: JSON.stringify(decisions.filter(concernsItems).flatMap(({ order }) => itemRows(order))),
    journey: JSON.stringify(decisions.flatMap(({ order, recorded }) => journeyRows(order, recorded))),
    messages: JSON.stringify(batch.flatMap((write) => messagesOf(write.decision, write.traceparent).map(outboxRow))),
  };
}

/** A change of header fields alone leaves the items as they are. */
function concernsItems({ recorded }: Decision): boolean {
  return recorded.some(({ change }) => change.kind !== 'header');
}

function answerColumns({ answer, underKey }: Write) {
  if (!answer) return { idempotency_key: underKey };
  const { key, fingerprint, status, headers, body } = answer;
  return {
    idempotency_key: key,
    fingerprint,
    answer_status: status,
    answer_headers: JSON.stringify(headers),
    answer_body: body,
  };
}
