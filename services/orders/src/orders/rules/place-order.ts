import { decimalsOf, isCurrency, MAX_MINOR, newId, toMinor } from '#libs/kernel';
import type { InitialStatus } from './lifecycle.js';
import { amountOf, type Circumstances, type Decision, type JsonObject, type LineItem, type Order } from './order.js';
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

/**
 * A new order as its first version.
 * @throws FieldRefused naming every amount that is no money of the currency, an unknown currency, or a total out of range
 */
export function placeOrder(command: PlaceOrder, by: Circumstances): Decision {
  const { currency } = command;
  if (!isCurrency(currency)) {
    throw new FieldRefused([{ pointer: '/currency', message: 'must be a currency code of ISO 4217, such as EUR' }]);
  }
  const faults: Fault[] = [];
  const items = command.items.map((item, index) => placeItem(item, `/items/${index}`, currency, by.now, faults));
  if (faults.length > 0) throw new FieldRefused(faults);
  if (amountOf(items) > MAX_MINOR) {
    throw new FieldRefused([{ pointer: '/items', message: 'add up to more than an order can hold (15 digits)' }]);
  }
  const order: Order = {
    id: newId(by.now),
    customerId: command.customerId,
    customerName: command.customerName ?? null,
    status: command.status ?? 'draft',
    currency,
    externalRef: command.externalRef ?? null,
    facilityId: command.facilityId ?? null,
    conversationId: command.conversationId ?? null,
    estimatedReadyTime: command.estimatedReadyTime ?? null,
    onHold: false,
    metadata: command.metadata ?? {},
    version: 1,
    lastSequence: 1,
    createdAt: by.now,
    updatedAt: by.now,
    items,
  };
  const created = { change: { kind: 'created' }, sequence: 1, actor: by.actor, reason: by.reason ?? null, at: by.now } as const;
  return { order, recorded: [created] };
}

function placeItem(item: PlaceItem, pointer: string, currency: string, now: Date, faults: Fault[]): LineItem {
  if (item.price === undefined) {
    faults.push({ pointer: `${pointer}/price`, message: 'is required: the SKU is no product that has a price' });
  }
  return {
    id: newId(now),
    sku: item.sku,
    itemName: item.itemName ?? null,
    qty: item.qty,
    priceMinor: amountIn(currency, item.price ?? 0, `${pointer}/price`, faults),
    unitPriceMinor: item.unitPrice == null ? null : amountIn(currency, item.unitPrice, `${pointer}/unit_price`, faults),
    quantities: allOpen(item.qty),
    createdAt: now,
  };
}

function amountIn(currency: string, amount: number, pointer: string, faults: Fault[]): bigint {
  const minor = toMinor(amount, currency);
  if (minor !== undefined) return minor;
  const decimals = decimalsOf(currency);
  const limit = decimals === 0 ? 'without decimals' : `with at most ${decimals} decimals`;
  faults.push({ pointer, message: `must be an amount of ${currency} ${limit}, not negative, of at most 15 digits` });
  return 0n;
}
