import { isCurrency, MAX_MINOR, newId, toMinor } from '#libs/kernel';
import type { InitialStatus } from './lifecycle.js';
import type { Circumstances } from '../../rules/circumstances.js';
import { describeAmount } from '../../rules/describe-amount.js';
import type { JsonObject } from '../../rules/json.js';
import { expiryOnEntering, NEVER, refuseExpiry, type ExpiryPolicy } from './expiry.js';
import type { Decision, LineItem, Order } from './order.js';
import { FieldRefused } from './order.errors.js';
import { allOpen } from './quantities.js';

export interface PlaceOrder {
  readonly customerId: string;
  readonly customerName?: string | null;
  readonly status?: InitialStatus;
  /** ISO 4217; the caller fills in the default of the shop. */
  readonly currency: string;
  readonly externalRef?: string | null;
  readonly facilityId?: string | null;
  readonly conversationId?: string | null;
  readonly estimatedReadyTime?: Date | null;
  /** `null` for never; without it what `expiry` says. */
  readonly expiresAt?: Date | null;
  /** The caller fills in the times of the shop. */
  readonly expiry?: ExpiryPolicy;
  readonly metadata?: JsonObject;
  readonly items: readonly PlaceItem[];
}

/** Prices are wire numbers in the order's currency. */
export interface PlaceItem {
  readonly sku: string;
  readonly qty: number;
  readonly price?: number;
  readonly unitPrice?: number | null;
  readonly itemName?: string | null;
}

interface Fault {
  readonly pointer: string;
  readonly message: string;
}

/** The parts of a command that money depends on; of unchecked input they may be anything. */
interface Priced {
  readonly items?: unknown;
}

/**
 * Everything that is wrong with the money of an order: the currency, each amount in it, the total. Looks only at what has
 * the right shape, so that these faults can be told together with those of shape.
 */
export function amountFaults({ items }: Priced, currency: string, at = ''): Fault[] {
  if (!isCurrency(currency))
    return [{ pointer: `${at}/currency`, message: 'must be a currency code of ISO 4217, such as EUR' }];
  const rows = Array.isArray(items) ? (items as readonly PricedItem[]) : [];
  const faults = rows.flatMap((item, index) => itemFaults(item, currency, `${at}/items/${index}`));
  return faults.length > 0 || totalOf(rows, currency) <= MAX_MINOR
    ? faults
    : [{ pointer: `${at}/items`, message: 'add up to more than an order can hold (15 digits)' }];
}

interface PricedItem {
  readonly qty?: unknown;
  readonly price?: unknown;
  readonly unit_price?: unknown;
}

function itemFaults({ price, unit_price: unitPrice }: PricedItem, currency: string, at: string): Fault[] {
  const missing =
    price === undefined ? [{ pointer: `${at}/price`, message: 'is required: the SKU is no product that has a price' }] : [];
  const wrong = Object.entries({ price, unit_price: unitPrice })
    .filter(([, amount]) => typeof amount === 'number' && toMinor(amount, currency) === undefined)
    .map(([name]) => ({ pointer: `${at}/${name}`, message: describeAmount(currency) }));
  return [...missing, ...wrong];
}

function totalOf(rows: readonly PricedItem[], currency: string): bigint {
  return rows.reduce((sum, { qty, price }) => {
    const priced = typeof price === 'number' && typeof qty === 'number' && Number.isSafeInteger(qty);
    return priced ? sum + (toMinor(price, currency) ?? 0n) * BigInt(qty) : sum;
  }, 0n);
}

/** A new order as its first version. @throws FieldRefused when the money or the expiry is not right */
export function placeOrder(command: PlaceOrder, by: Circumstances): Decision {
  const { currency } = command;
  const faults = amountFaults({ items: command.items.map((item) => ({ ...item, unit_price: item.unitPrice })) }, currency);
  if (faults.length > 0) throw new FieldRefused(faults);
  const { status = 'draft', expiresAt, expiry = NEVER } = command;
  refuseExpiry(expiresAt, status, by.now);
  const order: Order = {
    id: newId(by.now),
    customerId: command.customerId,
    customerName: command.customerName ?? null,
    status,
    currency,
    externalRef: command.externalRef ?? null,
    facilityId: command.facilityId ?? null,
    conversationId: command.conversationId ?? null,
    estimatedReadyTime: command.estimatedReadyTime ?? null,
    onHold: false,
    expiresAt: expiresAt === undefined ? expiryOnEntering(status, null, expiry, by.now) : expiresAt,
    metadata: command.metadata ?? {},
    version: 1,
    lastSequence: 1,
    createdAt: by.now,
    updatedAt: by.now,
    items: command.items.map((item) => placeItem(item, currency, by.now)),
  };
  const created = { change: { kind: 'created' }, sequence: 1, actor: by.actor, reason: by.reason ?? null, at: by.now } as const;
  return { order, recorded: [created] };
}

function placeItem(item: PlaceItem, currency: string, now: Date): LineItem {
  return {
    id: newId(now),
    sku: item.sku,
    itemName: item.itemName ?? null,
    qty: item.qty,
    priceMinor: toMinor(item.price ?? 0, currency) ?? 0n,
    unitPriceMinor: item.unitPrice == null ? null : (toMinor(item.unitPrice, currency) ?? 0n),
    quantities: allOpen(item.qty),
    stocked: false,
    createdAt: now,
  };
}
