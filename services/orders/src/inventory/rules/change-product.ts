import { toMinor } from '#libs/kernel';
import type { Circumstances } from '../../rules/circumstances.js';
import { describeAmount } from '../../rules/describe-amount.js';
import { sameJson, type JsonObject } from '../../rules/json.js';
import { mergeMetadata } from '../../rules/merge-patch.js';
import type { Product, StockedProduct } from './product.js';
import { BackordersOpen, PriceRefused } from './product.errors.js';
import type { StockLevel } from './stock.js';

/** What is left out stays as it is. */
export interface ChangeProduct {
  readonly name?: string;
  /** A wire number of the currency that the product has afterwards. */
  readonly price?: number | null;
  readonly currency?: string;
  readonly lowStockThreshold?: number | null;
  readonly allowBackorder?: boolean;
  readonly tracked?: boolean;
  /** A merge patch of RFC 7396; `null` empties it. */
  readonly metadata?: JsonObject | null;
  readonly archived?: boolean;
}

/**
 * The product after a change, whose stock was locked before it was read; the same object when nothing changes.
 * @throws PriceRefused, BackordersOpen, DomainError validation_failed when the metadata grows too large
 */
export function changeProduct(before: StockedProduct, command: ChangeProduct, { now }: Circumstances): StockedProduct {
  const product = productAfter(before.product, command, now);
  const level = levelAfter(before.level, command);
  if (isSameProduct(before.product, product) && isSameLevel(before.level, level)) return before;
  if (!level.allowBackorder && level.held > level.onHand) throw new BackordersOpen(level);
  return { product: { ...product, version: product.version + 1, updatedAt: now }, level };
}

function productAfter(before: Product, command: ChangeProduct, now: Date): Product {
  const { name = before.name, currency = before.currency, metadata, archived = before.archivedAt !== null } = command;
  return {
    ...before,
    name,
    currency,
    priceMinor: priceAfter(before, command),
    metadata:
      metadata === undefined ? before.metadata : mergeMetadata(before.metadata, metadata),
    archivedAt: archived ? (before.archivedAt ?? now) : null,
  };
}

/** Nothing is ever converted: a price is given anew with another currency, or taken away. */
function priceAfter({ priceMinor, currency: before }: Product, { price, currency = before }: ChangeProduct): bigint | null {
  if (price === null) return null;
  if (price === undefined) {
    if (priceMinor !== null && currency !== before) throw new PriceRefused('is required with another currency');
    return priceMinor;
  }
  const minor = toMinor(price, currency);
  if (minor === undefined) throw new PriceRefused(describeAmount(currency));
  return minor;
}

function levelAfter(before: StockLevel, command: ChangeProduct): StockLevel {
  const { tracked = before.tracked, allowBackorder = before.allowBackorder, archived = before.archived } = command;
  const lowStockThreshold = command.lowStockThreshold === undefined ? before.lowStockThreshold : command.lowStockThreshold;
  return { ...before, tracked, allowBackorder, archived, lowStockThreshold };
}

function isSameProduct(one: Product, other: Product): boolean {
  const named = one.name === other.name && one.priceMinor === other.priceMinor && one.currency === other.currency;
  return named && one.archivedAt === other.archivedAt && sameJson(one.metadata, other.metadata);
}

function isSameLevel(one: StockLevel, other: StockLevel): boolean {
  return (
    one.tracked === other.tracked &&
    one.allowBackorder === other.allowBackorder &&
    one.lowStockThreshold === other.lowStockThreshold
  );
}
