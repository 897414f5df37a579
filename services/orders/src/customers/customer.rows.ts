import type { Sql, Tx } from '#libs/database';
import type { JsonObject } from '../rules/json.js';
import type { Customer } from './rules/customer.js';

export interface CustomerRow {
  id: string;
  email: string | null;
  full_name: string | null;
  metadata: JsonObject;
  version: number;
  erased_at: Date | null;
  created_at: Date;
  updated_at: Date;
}

export const selectCustomer = (sql: Sql | Tx) => sql`
  select c.id, c.email, c.full_name, c.metadata, c.version, c.erased_at, c.created_at, c.updated_at from customers c`;

export function toCustomer(row: CustomerRow): Customer {
  return {
    id: row.id,
    email: row.email,
    fullName: row.full_name,
    metadata: row.metadata,
    version: row.version,
    erasedAt: row.erased_at,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
  };
}
