import { sql } from 'drizzle-orm';
import {
  bigint,
  boolean,
  check,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  smallint,
  text,
  timestamp,
  uniqueIndex,
  uuid,
} from 'drizzle-orm/pg-core';
import { ORDER_STATUSES } from './rules/lifecycle.js';
import { BUCKETS } from './rules/quantities.js';
import type { JsonObject } from '../rules/json.js';

const instant = (name: string) => timestamp(name, { withTimezone: true, precision: 3, mode: 'date' });
const minor = (name: string) => bigint(name, { mode: 'bigint' });
const words = (values: readonly string[]) => sql.raw(values.map((value) => `'${value}'`).join(', '));

/**
 * One row per order. Ids are UUIDv7 that carry the creation time, so the primary key is also the index of "newest first"
 * and an index that ends in `id` serves a filtered list in that order.
 */
export const orders = pgTable(
  'orders',
  {
    id: uuid('id').primaryKey(),
    customerId: uuid('customer_id').notNull(),
    customerName: text('customer_name'),
    status: text('status').notNull(),
    currency: text('currency').notNull(),
    /** Price × qty over all items, whatever became of the units later. */
    totalMinor: minor('total_minor').notNull(),
    /** The part of the total whose units were cancelled or came back. */
    cancelledMinor: minor('cancelled_minor')
      .notNull()
      .default(sql`0`),
    returnedMinor: minor('returned_minor')
      .notNull()
      .default(sql`0`),
    fulfilmentStatus: text('fulfilment_status').notNull().default('unfulfilled'),
    returnStatus: text('return_status').notNull().default('none'),
    onHold: boolean('on_hold').notNull().default(false),
    /** When a draft or pending order ends by itself; of later statuses it tells nothing. */
    expiresAt: instant('expires_at'),
    externalRef: text('external_ref'),
    facilityId: text('facility_id'),
    conversationId: text('conversation_id'),
    estimatedReadyTime: instant('estimated_ready_time'),
    metadata: jsonb('metadata').$type<JsonObject>().notNull(),
    version: integer('version').notNull(),
    lastSequence: integer('last_sequence').notNull(),
    createdAt: instant('created_at').notNull(),
    updatedAt: instant('updated_at').notNull(),
  },
  (table) => [
    index('orders_by_customer').on(table.customerId, table.id),
    index('orders_by_status').on(table.status, table.id),
    index('orders_by_update').on(table.updatedAt, table.id),
    index('orders_by_total').on(table.totalMinor, table.id),
    uniqueIndex('orders_external_ref_unique')
      .on(table.externalRef)
      .where(sql`external_ref is not null`),
    index('orders_by_facility')
      .on(table.facilityId, table.id)
      .where(sql`facility_id is not null`),
    index('orders_by_conversation')
      .on(table.conversationId, table.id)
      .where(sql`conversation_id is not null`),
    index('orders_by_fulfilment')
      .on(table.fulfilmentStatus, table.id)
      .where(sql`fulfilment_status = 'partial'`),
    index('orders_by_return')
      .on(table.returnStatus, table.id)
      .where(sql`return_status <> 'none'`),
    index('orders_to_expire')
      .on(table.expiresAt)
      .where(sql`expires_at is not null and status in ('draft', 'pending')`),
    index('orders_on_hold')
      .on(table.id)
      .where(sql`on_hold`),
    check('orders_status_known', sql`status in (${words(ORDER_STATUSES)})`),
    check(
      'orders_amounts',
      sql`total_minor >= 0 and cancelled_minor >= 0 and returned_minor >= 0 and cancelled_minor + returned_minor <= total_minor`,
    ),
    check('orders_counters', sql`version >= 1 and last_sequence >= version`),
  ],
);

/** The line items. Found through their order only, so the key is the order and the line, and `id` needs no index. */
export const orderItems = pgTable(
  'order_items',
  {
    orderId: uuid('order_id')
      .notNull()
      .references(() => orders.id, { onDelete: 'cascade' }),
    line: smallint('line').notNull(),
    id: uuid('id').notNull(),
    sku: text('sku').notNull(),
    itemName: text('item_name'),
    qty: integer('qty').notNull(),
    priceMinor: minor('price_minor').notNull(),
    unitPriceMinor: minor('unit_price_minor'),
    open: integer('open').notNull(),
    preparing: integer('preparing').notNull().default(0),
    ready: integer('ready').notNull().default(0),
    shipped: integer('shipped').notNull().default(0),
    delivered: integer('delivered').notNull().default(0),
    cancelled: integer('cancelled').notNull().default(0),
    returned: integer('returned').notNull().default(0),
    /** Whether the units come out of the stock of a product; decided when the order leaves its draft. */
    stocked: boolean('stocked').notNull().default(false),
    createdAt: instant('created_at').notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.orderId, table.line] }),
    index('order_items_by_sku').on(table.sku, table.orderId),
    check('order_items_amounts', sql`qty > 0 and price_minor >= 0 and (unit_price_minor is null or unit_price_minor >= 0)`),
    check('order_items_buckets_not_negative', sql.raw(BUCKETS.map((bucket) => `${bucket} >= 0`).join(' and '))),
    check('order_items_buckets_add_up', sql.raw(`${BUCKETS.join(' + ')} = qty`)),
  ],
);

/** Every change of an order, with the sequence number of the event that told it. */
export const orderJourney = pgTable(
  'order_journey',
  {
    orderId: uuid('order_id')
      .notNull()
      .references(() => orders.id, { onDelete: 'cascade' }),
    sequence: integer('sequence').notNull(),
    /** The name of the event: `order_created`, `items_changed`, … */
    eventType: text('event_type').notNull(),
    fromStatus: text('from_status'),
    toStatus: text('to_status').notNull(),
    actor: text('actor').notNull(),
    reason: text('reason'),
    forced: boolean('forced').notNull().default(false),
    /** What else changed: names of fields, moves of items. */
    details: jsonb('details').$type<JsonObject>(),
    at: instant('at').notNull(),
  },
  (table) => [primaryKey({ columns: [table.orderId, table.sequence] })],
);
