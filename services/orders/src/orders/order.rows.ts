import { eventTypeOf, presentMove } from './order.events.js';
import {
  amountOf,
  fulfilmentOf,
  returnStatusOf,
  type Change,
  type LineItem,
  type Order,
  type Recorded,
} from './rules/order.js';
import type { JsonObject } from '../rules/json.js';
import type { OrderStatus } from './rules/lifecycle.js';
import type { Quantities } from './rules/quantities.js';

/**
 * Rows as they cross the border to SQL. Writes hand a whole batch over as one JSON text that `json_to_recordset` opens
 * into rows: one parameter whatever the size of the batch, so that every batch is the same prepared statement.
 * A null is left out, for nobody then has to write and read it: most optional columns of most orders are null.
 */
export function orderRow(order: Order) {
  return {
    id: order.id,
    customer_id: order.customerId,
    customer_name: order.customerName ?? undefined,
    status: order.status,
    currency: order.currency,
    total_minor: Number(amountOf(order.items)),
    cancelled_minor: Number(amountOf(order.items, 'cancelled')),
    returned_minor: Number(amountOf(order.items, 'returned')),
    fulfilment_status: fulfilmentOf(order.items),
    return_status: returnStatusOf(order.items),
    on_hold: order.onHold,
    expires_at: order.expiresAt ?? undefined,
    external_ref: order.externalRef ?? undefined,
    facility_id: order.facilityId ?? undefined,
    conversation_id: order.conversationId ?? undefined,
    estimated_ready_time: order.estimatedReadyTime ?? undefined,
    metadata: order.metadata,
    version: order.version,
    last_sequence: order.lastSequence,
    created_at: order.createdAt,
    updated_at: order.updatedAt,
  };
}

export function itemRows(order: Order) {
  return order.items.map((item, index) => ({
    order_id: order.id,
    line: index + 1,
    id: item.id,
    sku: item.sku,
    item_name: item.itemName ?? undefined,
    qty: item.qty,
    price_minor: Number(item.priceMinor),
    unit_price_minor: item.unitPriceMinor === null ? undefined : Number(item.unitPriceMinor),
    ...item.quantities,
    stocked: item.stocked,
    created_at: item.createdAt,
  }));
}

export function journeyRows(order: Order, recorded: readonly Recorded[]) {
  return recorded.map(({ change, sequence, actor, reason, at }, index) => ({
    order_id: order.id,
    sequence,
    event_type: eventTypeOf(change),
    ...statusesOf(change, statusBefore(recorded.slice(index), order)),
    actor,
    reason: reason ?? undefined,
    forced: change.kind === 'status' && change.forced,
    details: journeyDetails(change),
    at,
  }));
}

/** The status in force before the first of these changes. */
function statusBefore(changes: readonly Recorded[], { status }: Order): OrderStatus {
  const next = changes.map(({ change }) => change).find((change) => change.kind === 'status');
  return next?.from ?? status;
}

/** What moves no status begins and ends in the one in force; only a new order comes from none. */
function statusesOf(change: Change, now: OrderStatus) {
  const from = change.kind === 'created' ? undefined : now;
  return { from_status: from, to_status: change.kind === 'status' ? change.to : now };
}

function journeyDetails(change: Change): object | undefined {
  switch (change.kind) {
    case 'items':
      return { items_changed: change.moves.map(presentMove) };
    case 'header':
      return { changed: change.changed };
    case 'created':
    case 'status':
    case 'deleted':
      return undefined;
  }
}

/** An order with its items as one row, as the loading statements select it. Times are ISO texts. */
export interface LoadedOrder {
  id: string;
  customer_id: string;
  customer_name: string | null;
  status: OrderStatus;
  currency: string;
  external_ref: string | null;
  facility_id: string | null;
  conversation_id: string | null;
  estimated_ready_time: string | null;
  on_hold: boolean;
  expires_at: string | null;
  metadata: JsonObject;
  version: number;
  last_sequence: number;
  created_at: string;
  updated_at: string;
  items: LoadedItem[];
}

interface LoadedItem extends Quantities {
  id: string;
  sku: string;
  item_name: string | null;
  qty: number;
  price_minor: number;
  unit_price_minor: number | null;
  stocked: boolean;
  created_at: string;
}

export function toOrder(row: LoadedOrder): Order {
  return {
    id: row.id,
    customerId: row.customer_id,
    customerName: row.customer_name,
    status: row.status,
    currency: row.currency,
    externalRef: row.external_ref,
    facilityId: row.facility_id,
    conversationId: row.conversation_id,
    estimatedReadyTime: row.estimated_ready_time === null ? null : new Date(row.estimated_ready_time),
    onHold: row.on_hold,
    expiresAt: row.expires_at === null ? null : new Date(row.expires_at),
    metadata: row.metadata,
    version: row.version,
    lastSequence: row.last_sequence,
    createdAt: new Date(row.created_at),
    updatedAt: new Date(row.updated_at),
    items: row.items.map(toItem),
  };
}

function toItem(row: LoadedItem): LineItem {
  const { open, preparing, ready, shipped, delivered, cancelled, returned } = row;
  return {
    id: row.id,
    sku: row.sku,
    itemName: row.item_name,
    qty: row.qty,
    priceMinor: BigInt(row.price_minor),
    unitPriceMinor: row.unit_price_minor === null ? null : BigInt(row.unit_price_minor),
    quantities: { open, preparing, ready, shipped, delivered, cancelled, returned },
    stocked: row.stocked,
    createdAt: new Date(row.created_at),
  };
}
