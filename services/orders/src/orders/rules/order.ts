import { fromMinor } from '#libs/kernel';
import type { Circumstances } from '../../rules/circumstances.js';
import type { JsonObject } from '../../rules/json.js';
import { canExpire, type OrderStatus } from './lifecycle.js';
import { itemStatusOf, type Bucket, type Quantities, type UnitsMoved } from './quantities.js';

export interface LineItem {
  readonly id: string;
  readonly sku: string;
  readonly itemName: string | null;
  readonly qty: number;
  /** What the customer is charged for one unit, in minor units of the order's currency. */
  readonly priceMinor: bigint;
  /** The list price of one unit, where it differs from what is charged. */
  readonly unitPriceMinor: bigint | null;
  readonly quantities: Quantities;
  /** Whether the units come out of the stock of a product; found out when the order leaves its draft. */
  readonly stocked: boolean;
  readonly createdAt: Date;
}

export interface Order {
  readonly id: string;
  readonly customerId: string;
  readonly customerName: string | null;
  readonly status: OrderStatus;
  readonly currency: string;
  readonly externalRef: string | null;
  readonly facilityId: string | null;
  readonly conversationId: string | null;
  readonly estimatedReadyTime: Date | null;
  readonly onHold: boolean;
  /** When a draft or pending order ends by itself; `null` for never, and always `null` in later statuses. */
  readonly expiresAt: Date | null;
  readonly metadata: JsonObject;
  /** Counts the transactions that changed the order, from 1; the ETag. */
  readonly version: number;
  /** The number of the order's newest event, from 1 and without gaps. */
  readonly lastSequence: number;
  readonly createdAt: Date;
  readonly updatedAt: Date;
  readonly items: readonly LineItem[];
}

/** What happened to an order. Each change is one row of the journey and one event. */
export type Change = Created | StatusChange | ItemsChange | HeaderChange | Deleted;

interface Created {
  readonly kind: 'created';
}

interface StatusChange {
  readonly kind: 'status';
  readonly from: OrderStatus;
  readonly to: OrderStatus;
  readonly forced: boolean;
  /** Of a move into an end without a sale: whether the held goods go back into stock. */
  readonly restocked?: boolean;
}

interface ItemsChange {
  readonly kind: 'items';
  readonly moves: readonly ItemMoved[];
  readonly restocked?: boolean;
}

interface HeaderChange {
  readonly kind: 'header';
  /** The names of the fields as the API has them. */
  readonly changed: readonly string[];
}

interface Deleted {
  readonly kind: 'deleted';
  readonly from: OrderStatus;
}

export interface ItemMoved extends UnitsMoved {
  readonly itemId: string;
  readonly sku: string;
}

export interface Recorded {
  readonly change: Change;
  readonly sequence: number;
  readonly actor: string;
  readonly reason: string | null;
  readonly at: Date;
}

/** What a rule decided: the order as it is from now on, and what is to be told about it. Nothing recorded: nothing changed. */
export interface Decision {
  readonly order: Order;
  readonly recorded: readonly Recorded[];
  /** What was asked about the goods of cancelled units: back into stock or not; nothing when the usual is meant. */
  readonly restock?: boolean;
}

/** The order after `changes`, which take the next sequence numbers in one new version. */
export function record(before: Order, after: Order, changes: readonly Change[], by: Circumstances): Decision {
  if (changes.length === 0) return { order: before, recorded: [] };
  const recorded = changes.map((change, index) => ({
    change,
    sequence: before.lastSequence + index + 1,
    actor: by.actor,
    reason: by.reason ?? null,
    at: by.now,
  }));
  const order = {
    ...after,
    expiresAt: canExpire(after.status) ? after.expiresAt : null,
    version: before.version + 1,
    lastSequence: before.lastSequence + changes.length,
    updatedAt: by.now,
  };
  return { order, recorded };
}

/** The amount of the given buckets over all items, in minor units; of all units when no bucket is named. */
export function amountOf(items: readonly LineItem[], bucket?: Bucket): bigint {
  return items.reduce((sum, item) => sum + item.priceMinor * BigInt(bucket ? item.quantities[bucket] : item.qty), 0n);
}

export function countUnits(items: readonly LineItem[], ...buckets: readonly Bucket[]): number {
  return items.reduce((sum, item) => sum + buckets.reduce((units, bucket) => units + item.quantities[bucket], 0), 0);
}

export type FulfilmentStatus = 'unfulfilled' | 'partial' | 'fulfilled';
export type ReturnStatus = 'none' | 'partial' | 'returned';

/** How much of what was not cancelled has left the house; with nothing left to send it is fulfilled only if something went. */
export function fulfilmentOf(items: readonly LineItem[]): FulfilmentStatus {
  const sent = countUnits(items, 'shipped', 'delivered', 'returned');
  if (sent === 0) return 'unfulfilled';
  return countUnits(items, 'open', 'preparing', 'ready') === 0 ? 'fulfilled' : 'partial';
}

export function returnStatusOf(items: readonly LineItem[]): ReturnStatus {
  if (countUnits(items, 'returned') === 0) return 'none';
  return countUnits(items, 'open', 'preparing', 'ready', 'shipped', 'delivered') === 0 ? 'returned' : 'partial';
}

export function itemStatus(item: LineItem): ReturnType<typeof itemStatusOf> {
  return itemStatusOf(item.quantities);
}

/** The order's total as a wire number: all units at the price charged, whatever became of them later. */
export function totalAmount(order: Order): number {
  return fromMinor(amountOf(order.items), order.currency);
}
