import { cloudEventHeaders, subjectOf, type InventoryEvent } from '#libs/contracts';
import { newId } from '#libs/kernel';
import type { OutboxMessage } from '#libs/messaging';
import { availableOf, type Cause, type MovementKind } from './rules/stock.js';
import type { LedgerRow, LevelNotice, StockLedger } from './rules/stock-ledger.js';

type InventoryEventType = InventoryEvent['event_type'];

/** The movements that an order's life consists of; what else moves is told as an adjustment of the level. */
const HOLD_EVENTS: Readonly<Partial<Record<MovementKind, InventoryEventType>>> = {
  hold: 'stock_held',
  release: 'stock_released',
  commit: 'stock_committed',
};

/** The events of everything that was booked: first what orders hold, then how the levels stand. */
export function messagesOf({ rows, notices }: Pick<StockLedger, 'rows' | 'notices'>): OutboxMessage[] {
  return [...holdMessages(rows), ...notices.map(levelMessage)];
}

/** One event for each order and kind of movement, with a line per SKU. */
function holdMessages(rows: readonly LedgerRow[]): OutboxMessage[] {
  const groups = new Map<Cause, Map<InventoryEventType, LedgerRow[]>>();
  for (const row of rows) {
    const type = HOLD_EVENTS[row.kind];
    if (type === undefined || row.cause.orderId === undefined) continue;
    const ofCause = groups.get(row.cause) ?? new Map<InventoryEventType, LedgerRow[]>();
    groups.set(row.cause, ofCause.set(type, [...(ofCause.get(type) ?? []), row]));
  }
  return [...groups].flatMap(([cause, types]) => [...types].map(([type, moved]) => holdMessage(type, cause, moved)));
}

function holdMessage(type: InventoryEventType, cause: Cause, rows: readonly LedgerRow[]): OutboxMessage {
  const lines = rows.map(({ sku, heldChange }) => ({ sku, quantity: Math.abs(heldChange) }));
  const orderId = cause.orderId ?? '';
  return message(type, cause, orderId, orderId, { order_id: orderId, order_sequence: cause.orderSequence, lines });
}

function levelMessage({ kind, level, change, cause }: LevelNotice): OutboxMessage {
  const { sku, productId, onHand, held } = level;
  return message(kind, cause, productId, sku, {
    product_id: productId,
    sku,
    sequence: level.levelSequence,
    on_hand: onHand,
    held,
    available: availableOf(level),
    ...(kind === 'stock_low' && { threshold: level.lowStockThreshold }),
    ...(kind === 'stock_adjusted' && {
      change,
      reason: cause.reason ?? null,
      document: cause.document ?? null,
      order_id: cause.orderId ?? null,
    }),
  });
}

function message(type: InventoryEventType, cause: Cause, key: string, about: string, facts: object): OutboxMessage {
  const eventId = newId();
  const subject = subjectOf(type);
  const occurredAt = cause.at.toISOString();
  const { actor, traceparent } = cause;
  return {
    eventId,
    key,
    subject,
    headers: cloudEventHeaders({ eventId, subject, occurredAt, key: about, traceparent }),
    payload: JSON.stringify({ event_type: type, event_id: eventId, occurred_at: occurredAt, actor, ...facts }),
  };
}
