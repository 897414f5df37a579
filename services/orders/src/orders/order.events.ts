import { cloudEventHeaders, subjectOf, type OrderEvent } from '#libs/contracts';
import { DomainError, newId } from '#libs/kernel';
import type { OutboxMessage } from '#libs/messaging';
import {
  amountOf,
  fulfilmentOf,
  returnStatusOf,
  totalAmount,
  type Change,
  type Decision,
  type ItemMoved,
  type Order,
  type Recorded,
} from './rules/order.js';
import { phaseOf } from './rules/lifecycle.js';
import { MAX_EVENT_BYTES } from './rules/order.limits.js';
import { presentItem } from './order.presenter.js';

type OrderEventType = OrderEvent['event_type'];

/** The name of the event that tells a change: `order_created`, `order_shipped`, `items_changed`, … */
export function eventTypeOf(change: Change): OrderEventType {
  switch (change.kind) {
    case 'created':
      return 'order_created';
    case 'status':
      // Only a repair leads back to draft; it is no step of the lifecycle and has no subject of its own.
      return change.to === 'draft' ? 'order_updated' : `order_${change.to}`;
    case 'items':
      return 'items_changed';
    case 'header':
      return 'order_updated';
    case 'deleted':
      return 'order_deleted';
  }
}

/**
 * The outbox messages of a decision, one for each change, in sequence.
 * @throws DomainError event_too_large for what no broker would take: stored, it would hold up its order for ever
 */
export function messagesOf({ order, recorded }: Decision, traceparent?: string): OutboxMessage[] {
  const snapshot = snapshotOf(order);
  return recorded.map((entry) => messageOf(order.id, snapshot, entry, traceparent));
}

function messageOf(orderId: string, snapshot: object, entry: Recorded, traceparent?: string): OutboxMessage {
  const { change, sequence, actor, reason, at } = entry;
  const eventId = newId();
  const eventType = eventTypeOf(change);
  const subject = subjectOf(eventType);
  const occurredAt = at.toISOString();
  const body = {
    event_type: eventType,
    ...snapshot,
    event_id: eventId,
    sequence,
    occurred_at: occurredAt,
    actor,
    ...detailsOf(change, reason),
  };
  const payload = JSON.stringify(body);
  if (Buffer.byteLength(payload) > MAX_EVENT_BYTES) throw new EventTooLarge();
  return {
    eventId,
    key: orderId,
    subject,
    headers: cloudEventHeaders({ eventId, subject, occurredAt, key: orderId, traceparent }),
    payload,
  };
}

export class EventTooLarge extends DomainError {
  constructor() {
    super('event_too_large', 'This change of so large an order does not fit into one event. Change fewer items in one call.');
  }
}

/** The whole order without the person's data, so that no consumer has to read back and none gets a name by accident. */
function snapshotOf(order: Order) {
  return {
    order_id: order.id,
    customer_id: order.customerId,
    status: order.status,
    phase: phaseOf(order.status),
    total_amount: totalAmount(order),
    total_minor: Number(amountOf(order.items)),
    currency: order.currency,
    items: order.items.map((item) => presentItem(item, order.currency)),
    created_at: order.createdAt.toISOString(),
    updated_at: order.updatedAt.toISOString(),
    order_version: order.version,
    metadata: order.metadata,
    external_ref: order.externalRef,
    facility_id: order.facilityId,
    conversation_id: order.conversationId,
    estimated_ready_time: order.estimatedReadyTime?.toISOString() ?? null,
    on_hold: order.onHold,
    expires_at: order.expiresAt?.toISOString() ?? null,
    fulfilment_status: fulfilmentOf(order.items),
    return_status: returnStatusOf(order.items),
  };
}

function detailsOf(change: Change, reason: string | null) {
  switch (change.kind) {
    case 'created':
      return {};
    case 'status':
      return {
        ...(change.to === 'draft' && { changed: ['status'] }),
        previous_status: change.from,
        reason,
        forced: change.forced,
        restocked: change.restocked,
      };
    case 'items':
      return { reason, items_changed: change.moves.map(presentMove), restocked: change.restocked };
    case 'header':
      return { reason, changed: change.changed };
    case 'deleted':
      return { reason, previous_status: change.from };
  }
}

export function presentMove({ itemId, sku, quantity, from, to }: ItemMoved) {
  return { item_id: itemId, sku, quantity, from, to };
}
