import { sql } from 'drizzle-orm';
import { bigint, index, numeric, pgTable, primaryKey, text, uuid } from 'drizzle-orm/pg-core';

/**
 * How many orders there are and what they come to: the sum over all rows of a status and a currency. The statement that writes
 * orders adds rows with what it changes, so that no order waits for the counter of another one; a fold makes them few again.
 */
export const orderFigures = pgTable('order_figures', {
  status: text('status').notNull(),
  currency: text('currency').notNull(),
  orders: bigint('orders', { mode: 'number' }).notNull(),
  /** What they come to less what was cancelled or came back. Of many orders that may be more than a `bigint` holds. */
  netMinor: numeric('net_minor', { precision: 38, scale: 0 }).notNull(),
});

/** Everybody of whom there is an order. Who is in `departed_customers` may be here although there is none any more. */
export const orderingCustomers = pgTable('ordering_customers', { customerId: uuid('customer_id').primaryKey() });

/**
 * Under which names their orders are. Names are searched here and not in the orders, of which there are many to a name. What is
 * found is only a hint to whose orders to look at: after a deletion a name may stay for a minute.
 */
export const orderingNames = pgTable(
  'ordering_names',
  { customerId: uuid('customer_id').notNull(), name: text('name').notNull() },
  (table) => [
    primaryKey({ columns: [table.customerId, table.name] }),
    index('ordering_names_by_name').using('gin', sql`name gin_trgm_ops`),
  ],
);

/** How many rows `ordering_customers` has: the sum of these. */
export const customerFigures = pgTable('customer_figures', { customers: bigint('customers', { mode: 'number' }).notNull() });

/** Customers one of whose orders was deleted. It may have been their last. */
export const departedCustomers = pgTable('departed_customers', { customerId: uuid('customer_id').notNull() });
