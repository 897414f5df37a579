import { fromMinor } from '#libs/kernel';
import type { Product, StockedProduct } from './rules/product.js';
import { availableOf, type StockLevel } from './rules/stock.js';

/** A product as the API answers it: amounts are wire numbers of `currency`, times RFC 3339 in UTC, units pieces. */
export function presentProduct({ product, level }: StockedProduct) {
  return {
    sku: product.sku,
    name: product.name,
    price: product.priceMinor === null ? null : fromMinor(product.priceMinor, product.currency),
    currency: product.currency,
    ...presentLevel(level),
    metadata: product.metadata,
    id: product.id,
    version: product.version,
    archived_at: product.archivedAt?.toISOString() ?? null,
    created_at: product.createdAt.toISOString(),
    updated_at: product.updatedAt.toISOString(),
  };
}

export type ProductBody = ReturnType<typeof presentProduct>;

export function presentLevel(level: StockLevel) {
  return {
    on_hand: level.onHand,
    held: level.held,
    available: availableOf(level),
    low_stock_threshold: level.lowStockThreshold,
    allow_backorder: level.allowBackorder,
    track_stock: level.tracked,
  };
}

/**
 * A product's answer changes with its own fields and with its stock, so its entity tag tells both, behind the end of its id:
 * `"id.version.movement"`. Without the id a SKU that was deleted and created anew would pass for the one that was read.
 */
export function etagOfProduct({ id, version }: Pick<Product, 'id' | 'version'>, { lastMovement }: StockLevel): string {
  return `"${id.slice(-12)}.${version}.${lastMovement}"`;
}

/**
 * The tags of an `If-Match` that name this version of the product, as if they had been read just now: a sale moves the last
 * number, and is no reason to refuse a new name.
 */
export function sinceItsStock(ifMatch: string | undefined, { product, level }: StockedProduct): string | undefined {
  const now = etagOfProduct(product, level);
  const version = (tag: string): string => tag.slice(0, tag.lastIndexOf('.'));
  return ifMatch?.replace(/"[0-9a-f]{12}\.\d+\.\d+"/g, (tag) => (version(tag) === version(now) ? now : tag));
}
