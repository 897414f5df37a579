import { sql } from 'drizzle-orm';
import { index, integer, jsonb, pgTable, text, timestamp, uniqueIndex, uuid } from 'drizzle-orm/pg-core';

const instant = (name: string) => timestamp(name, { withTimezone: true, precision: 3, mode: 'date' });

/** Who orders. An erased customer keeps the row, so that the books still add up, and loses all that tells who it was. */
export const customers = pgTable(
  'customers',
  {
    id: uuid('id').primaryKey(),
    email: text('email'),
    fullName: text('full_name'),
    metadata: jsonb('metadata').$type<Record<string, unknown>>().notNull(),
    version: integer('version').notNull(),
    erasedAt: instant('erased_at'),
    createdAt: instant('created_at').notNull(),
    updatedAt: instant('updated_at').notNull(),
  },
  () => [
    uniqueIndex('customers_email_unique').on(sql`lower(email)`),
    index('customers_by_full_name').using('gin', sql`full_name gin_trgm_ops`),
    index('customers_by_email_text').using('gin', sql`email gin_trgm_ops`),
  ],
);
