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
  text,
  timestamp,
  uniqueIndex,
  uuid,
} from 'drizzle-orm/pg-core';
import { MOVEMENT_KINDS } from './rules/stock.js';

const instant = (name: string) => timestamp(name, { withTimezone: true, precision: 3, mode: 'date' });
const words = (values: readonly string[]) => sql.raw(values.map((value) => `'${value}'`).join(', '));

/** What can be ordered by its SKU. How much of it there is stands in `stock`, so that selling and describing never meet. */
export const products = pgTable(
  'products',
  {
    sku: text('sku').primaryKey(),
    /** UUIDv7: lists are by age, and the events of the SKU's stock are ordered by it. */
    id: uuid('id').notNull(),
    name: text('name').notNull(),
    /** In minor units; without one every line of an order names its own. */
    priceMinor: bigint('price_minor', { mode: 'bigint' }),
    currency: text('currency').notNull(),
    metadata: jsonb('metadata').$type<Record<string, unknown>>().notNull(),
    version: integer('version').notNull(),
    /** An archived product is ordered no more, but old orders and the books still know it. */
    archivedAt: instant('archived_at'),
    createdAt: instant('created_at').notNull(),
    updatedAt: instant('updated_at').notNull(),
  },
  (table) => [
    uniqueIndex('products_by_id').on(table.id),
    // Trigrams serve "contains", as they do for the names of customers.
    index('products_by_name').using('gin', sql`name gin_trgm_ops`),
    index('products_by_sku_text').using('gin', sql`sku gin_trgm_ops`),
    check('products_price', sql`price_minor >= 0`),
  ],
);

/**
 * One narrow row per product with everything that a sale has to decide by. Whoever changes rows locks them in the order
 * of their SKUs before any order's row.
 */
export const stock = pgTable(
  'stock',
  {
    sku: text('sku')
      .primaryKey()
      .references(() => products.sku, { onDelete: 'cascade' }),
    productId: uuid('product_id').notNull(),
    /** Without it nobody counts the product: a service, a dish, a download. Orders of it hold nothing. */
    tracked: boolean('tracked').notNull(),
    onHand: integer('on_hand').notNull(),
    held: integer('held').notNull(),
    allowBackorder: boolean('allow_backorder').notNull(),
    /** `stock_low` is told when `available` falls to it; never without one. */
    lowStockThreshold: integer('low_stock_threshold'),
    /** The number of the newest event about the level, and of the newest movement; both from 1 without gaps. */
    levelSequence: integer('level_sequence').notNull(),
    lastMovement: bigint('last_movement', { mode: 'number' }).notNull(),
  },
  () => [
    check('stock_not_oversold', sql`on_hand >= 0 and held >= 0 and (allow_backorder or held <= on_hand)`),
    check('stock_threshold', sql`low_stock_threshold >= 0`),
  ],
);

/**
 * The ledger: every change of a stock row, with the level after it. Rows are added, never changed; they go only with a
 * product that is deleted because no order knew it.
 */
export const stockMovements = pgTable(
  'stock_movements',
  {
    sku: text('sku').notNull(),
    /** From 1 without gaps within a SKU. */
    number: bigint('number', { mode: 'number' }).notNull(),
    kind: text('kind').notNull(),
    onHandChange: integer('on_hand_change').notNull(),
    heldChange: integer('held_change').notNull(),
    onHand: integer('on_hand').notNull(),
    held: integer('held').notNull(),
    /** The order that the goods moved for, and the number of its event that tells why. */
    orderId: uuid('order_id'),
    orderSequence: integer('order_sequence'),
    reason: text('reason'),
    /** A delivery note, a stocktaking list: what the change is proved by. */
    document: text('document'),
    actor: text('actor').notNull(),
    at: instant('at').notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.sku, table.number] }),
    index('stock_movements_by_order')
      .on(table.orderId)
      .where(sql`order_id is not null`),
    check('stock_movements_kind_known', sql`kind in (${words(MOVEMENT_KINDS)})`),
  ],
);
