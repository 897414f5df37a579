import { pgTable, timestamp, uuid } from 'drizzle-orm/pg-core';

const since = (name: string) => timestamp(name, { withTimezone: true, precision: 3, mode: 'date' });

/**
 * Since when products are low or out, as the events tell it: a read model, which no sale waits for. Whether they still are is
 * what `stock` says, so a row may outlive its alert.
 */
export const stockAlerts = pgTable('stock_alerts', {
  productId: uuid('product_id').primaryKey(),
  lowSince: since('low_since'),
  outSince: since('out_since'),
});
