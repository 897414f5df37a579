import { DomainError } from '#libs/kernel';
import { inspect, refuse } from '#libs/platform';
import { parseInitialStatus } from '../rules/lifecycle.js';
import type { ExpiryPolicy } from '../rules/expiry.js';
import { amountFaults, type PlaceOrder } from '../rules/place-order.js';
import { PlaceOrderDto } from './place-order.dto.js';

/** What the shop says where a request says nothing. */
export interface Defaults {
  readonly currency: string;
  readonly expiry: ExpiryPolicy;
}

/**
 * The command of a create body, with every fault of shape and of money reported at once.
 * @throws DomainError empty_items, validation_failed
 */
export function readPlaceOrder(body: unknown, defaults: Defaults, at = ''): PlaceOrder {
  const { value, faults } = inspect(PlaceOrderDto, body, at);
  if (Array.isArray(value.items) && value.items.length === 0 && !faults.some(({ message }) => message.includes('at most'))) {
    throw new DomainError('empty_items', 'An order needs at least one item.', {
      errors: [{ pointer: `${at}/items`, message: 'must hold at least one item' }],
    });
  }
  const currency = value.currency ?? defaults.currency;
  const known = new Set(faults.map(({ pointer }) => pointer));
  const money = amountFaults(value, currency, at).filter(({ pointer }) => !known.has(pointer));
  refuse([...faults, ...money]);
  return { ...toCommand(value, currency), expiry: defaults.expiry };
}

function toCommand(dto: PlaceOrderDto, currency: string): PlaceOrder {
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
    items: dto.items.map((item) => ({
      sku: item.sku,
      qty: item.qty,
      price: item.price,
      unitPrice: item.unit_price,
      itemName: item.item_name,
    })),
  };
}
