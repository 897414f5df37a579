import type { Sql, Tx } from '#libs/database';
import type { JsonObject } from '../rules/json.js';
import type { StockedProduct } from './rules/product.js';

/** A product with its stock as one row. Amounts and counters come as numbers, times as ISO texts. */
export interface ProductRow {
  sku: string;
  id: string;
  name: string;
  price_minor: number | null;
  currency: string;
  metadata: JsonObject;
  version: number;
  archived_at: Date | null;
  created_at: Date;
  updated_at: Date;
  tracked: boolean;
  on_hand: number;
  held: number;
  allow_backorder: boolean;
  low_stock_threshold: number | null;
  level_sequence: number;
  last_movement: number;
}

export const selectProduct = (sql: Sql | Tx) => sql`
  select p.sku, p.id, p.name, p.price_minor::float8 as price_minor, p.currency, p.metadata, p.version, p.archived_at,
    p.created_at, p.updated_at, s.tracked, s.on_hand, s.held, s.allow_backorder, s.low_stock_threshold, s.level_sequence,
    s.last_movement::float8 as last_movement
  from products p join stock s on s.sku = p.sku`;

/** The columns through which `json_to_recordset` opens rows of `productRow`. */
export const productColumns = (sql: Sql | Tx) => sql`
  sku text, id uuid, name text, price_minor bigint, currency text, metadata jsonb, version integer, archived_at timestamptz,
  created_at timestamptz, updated_at timestamptz, tracked boolean, allow_backorder boolean, low_stock_threshold integer`;

export function productRow({ product, level }: StockedProduct) {
  return {
    sku: product.sku,
    id: product.id,
    name: product.name,
    price_minor: product.priceMinor === null ? null : Number(product.priceMinor),
    currency: product.currency,
    metadata: product.metadata,
    version: product.version,
    archived_at: product.archivedAt,
    created_at: product.createdAt,
    updated_at: product.updatedAt,
    tracked: level.tracked,
    allow_backorder: level.allowBackorder,
    low_stock_threshold: level.lowStockThreshold,
  };
}

export function toStockedProduct(row: ProductRow): StockedProduct {
  return {
    product: {
      sku: row.sku,
      id: row.id,
      name: row.name,
      priceMinor: row.price_minor === null ? null : BigInt(row.price_minor),
      currency: row.currency,
      metadata: row.metadata,
      version: row.version,
      archivedAt: row.archived_at,
      createdAt: row.created_at,
      updatedAt: row.updated_at,
    },
    level: {
      sku: row.sku,
      productId: row.id,
      tracked: row.tracked,
      onHand: row.on_hand,
      held: row.held,
      allowBackorder: row.allow_backorder,
      lowStockThreshold: row.low_stock_threshold,
      levelSequence: row.level_sequence,
      lastMovement: row.last_movement,
      archived: row.archived_at !== null,
    },
  };
}
