import { newId, toMinor } from '#libs/kernel';
import type { Circumstances } from '../../rules/circumstances.js';
import type { JsonObject } from '../../rules/json.js';
import { adjusting, type Cause, type Movement, type StockLevel } from './stock.js';

/** What can be ordered by its SKU. */
export interface Product {
  readonly id: string;
  readonly sku: string;
  readonly name: string;
  /** In minor units of `currency`; `null` when every line of an order names its own. */
  readonly priceMinor: bigint | null;
  readonly currency: string;
  readonly metadata: JsonObject;
  /** Counts the changes of the product itself, from 1; moves of its stock are not among them. */
  readonly version: number;
  readonly archivedAt: Date | null;
  readonly createdAt: Date;
  readonly updatedAt: Date;
}

export interface StockedProduct {
  readonly product: Product;
  readonly level: StockLevel;
}

/** Longest texts, in code points. */
export const PRODUCT_LIMITS = {
  sku: 64,
  name: 200,
  reason: 500,
  document: 200,
} as const;
/**
 * What a SKU of the catalogue looks like. Lines of orders may name others, which are free text. `.` and `..` are none: in the
 * path of a URL they mean another folder, and clients resolve them before they send (RFC 3986, 5.2.4).
 */
export const SKU_FORM = /^(?!\.{1,2}$)[A-Za-z0-9._-]{1,64}$/;

export interface CreateProduct {
  readonly sku: string;
  readonly name: string;
  /** A wire number of `currency`, checked before. */
  readonly price?: number | null;
  readonly currency: string;
  readonly onHand?: number;
  readonly lowStockThreshold?: number | null;
  readonly allowBackorder?: boolean;
  readonly tracked?: boolean;
  readonly metadata?: JsonObject;
}

/** A new product with an empty shelf. What is on hand from the start is booked on it, so that the ledger tells of all units. */
export function createProduct(command: CreateProduct, by: Circumstances): StockedProduct {
  const { sku, name, currency, price, allowBackorder = false, tracked = true, lowStockThreshold = null } = command;
  const id = newId(by.now);
  const priceMinor = price == null ? null : (toMinor(price, currency) ?? null);
  const times = { archivedAt: null, createdAt: by.now, updatedAt: by.now };
  const empty = { onHand: 0, held: 0, levelSequence: 0, lastMovement: 0, archived: false };
  return {
    product: { id, sku, name, priceMinor, currency, metadata: command.metadata ?? {}, version: 1, ...times },
    level: { sku, productId: id, tracked, allowBackorder, lowStockThreshold, ...empty },
  };
}

export function firstMovement({ sku, onHand = 0 }: CreateProduct): Movement[] {
  return onHand === 0 ? [] : [adjusting(sku, onHand)];
}

export function firstCause(by: Circumstances): Cause {
  return { actor: by.actor, at: by.now, reason: 'initial stock' };
}
