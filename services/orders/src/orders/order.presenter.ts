import { fromMinor } from '#libs/kernel';
import { nextStatuses, phaseOf } from './rules/lifecycle.js';
import { amountOf, fulfilmentOf, itemStatus, returnStatusOf, totalAmount, type LineItem, type Order } from './rules/order.js';

/** A line item as clients and consumers read it. */
export function presentItem(item: LineItem, currency: string) {
  return {
    id: item.id,
    sku: item.sku,
    qty: item.qty,
    price: fromMinor(item.priceMinor, currency),
    created_at: item.createdAt.toISOString(),
    item_name: item.itemName,
    unit_price: item.unitPriceMinor === null ? null : fromMinor(item.unitPriceMinor, currency),
    status: itemStatus(item),
    quantities: item.quantities,
  };
}

/** An order as `GET /orders/{id}` answers it. Amounts are wire numbers of `currency`, times RFC 3339 in UTC. */
export function presentOrder(order: Order) {
  const { currency } = order;
  return {
    id: order.id,
    customer_id: order.customerId,
    status: order.status,
    total_amount: totalAmount(order),
    items: order.items.map((item) => presentItem(item, currency)),
    created_at: order.createdAt.toISOString(),
    updated_at: order.updatedAt.toISOString(),
    metadata: order.metadata,
    currency,
    cancelled_amount: fromMinor(amountOf(order.items, 'cancelled'), currency),
    returned_amount: fromMinor(amountOf(order.items, 'returned'), currency),
    phase: phaseOf(order.status),
    fulfilment_status: fulfilmentOf(order.items),
    return_status: returnStatusOf(order.items),
    on_hold: order.onHold,
    expires_at: order.expiresAt?.toISOString() ?? null,
    customer_name: order.customerName,
    external_ref: order.externalRef,
    facility_id: order.facilityId,
    conversation_id: order.conversationId,
    estimated_ready_time: order.estimatedReadyTime?.toISOString() ?? null,
    version: order.version,
    last_sequence: order.lastSequence,
    next_statuses: nextStatuses(order.status),
  };
}

export type OrderBody = ReturnType<typeof presentOrder>;

/** The strong entity tag (RFC 9110) of an order: its version. */
export function etagOf(order: Pick<Order, 'version'>): string {
  return `"${order.version}"`;
}
