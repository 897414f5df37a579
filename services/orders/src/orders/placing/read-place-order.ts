import { DomainError } from '#libs/kernel';
import { inspect, refuse, type Fault } from '#libs/platform';
import { UnknownCustomer } from '../../customers/rules/customer.errors.js';
import { assertOnSale, currencyFaults, fillFromCatalogue, type Offers } from '../rules/catalogue-prices.js';
import { parseInitialStatus } from '../rules/lifecycle.js';
import type { ExpiryPolicy } from '../rules/expiry.js';
import { amountFaults, type PlaceOrder } from '../rules/place-order.js';
import { PlaceOrderDto, type PlaceItemDto } from './place-order.dto.js';

/** What the shop says where a request says nothing, and what it insists on. */
export interface ShopRules {
  readonly currency: string;
  readonly expiry: ExpiryPolicy;
  readonly onlyProducts: boolean;
  readonly onlyCustomers: boolean;
}

/** What was looked up for the orders of a request. */
export interface Known {
  readonly offers: Offers;
  /** Those of the customers who may order. */
  readonly customers: ReadonlySet<string>;
}

/** A create body whose shape was looked at; where it has faults, any member may be missing or wrong. */
export interface InspectedOrder {
  readonly value: PlaceOrderDto;
  readonly items: readonly PlaceItemDto[];
  readonly faults: readonly Fault[];
  /** Where the body stands in the request. */
  readonly at: string;
}

/** @throws DomainError empty_items */
export function inspectPlaceOrder(body: unknown, at = ''): InspectedOrder {
  const { value, faults } = inspect(PlaceOrderDto, body, at);
  if (Array.isArray(value.items) && value.items.length === 0 && !faults.some(({ message }) => message.includes('at most'))) {
    throw new DomainError('empty_items', 'An order needs at least one item.', {
      errors: [{ pointer: `${at}/items`, message: 'must hold at least one item' }],
    });
  }
  return { value, items: Array.isArray(value.items) ? value.items : [], faults, at };
}

/**
 * The command of a create body, with every fault of shape, of money and of the catalogue's prices reported at once.
 * @throws DomainError validation_failed, UnknownCustomer, UnknownSku, ProductArchived
 */
export function toPlaceOrder(inspected: InspectedOrder, { offers, customers }: Known, shop: ShopRules): PlaceOrder {
  const { value, at } = inspected;
  const currency = value.currency ?? shop.currency;
  const items = inspected.items.map((item) => fillFromCatalogue(item, offers, currency));
  const faults = [...inspected.faults, ...currencyFaults(inspected.items, offers, currency, at)];
  const known = new Set(faults.map(({ pointer }) => pointer));
  const money = amountFaults({ items }, currency, at).filter(({ pointer }) => !known.has(pointer));
  refuse([...faults, ...money]);
  if (shop.onlyCustomers && !customers.has(value.customer_id.toLowerCase())) throw new UnknownCustomer(`${at}/customer_id`);
  assertOnSale(items, offers, shop.onlyProducts, at);
  return { ...toCommand(value, items, currency), expiry: shop.expiry };
}

function toCommand(dto: PlaceOrderDto, items: readonly PlaceItemDto[], currency: string): PlaceOrder {
  return {
    customerId: dto.customer_id.toLowerCase(),
    customerName: dto.customer_name,
    status: dto.status === undefined ? undefined : parseInitialStatus(dto.status),
    currency,
    externalRef: dto.external_ref,
    facilityId: dto.facility_id,
    conversationId: dto.conversation_id,
    estimatedReadyTime: dto.estimated_ready_time ? new Date(dto.estimated_ready_time) : null,
    expiresAt: dto.expires_at == null ? dto.expires_at : new Date(dto.expires_at),
    metadata: dto.metadata,
    items: items.map((item) => ({
      sku: item.sku,
      qty: item.qty,
      price: item.price,
      unitPrice: item.unit_price,
      itemName: item.item_name,
    })),
  };
}
