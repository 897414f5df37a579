import { changeStatus, type ChangeStatus } from './change-status.js';
import { expiryOnEntering, NEVER, refuseExpiry, type ExpiryPolicy } from './expiry.js';
import type { Circumstances } from '../../rules/circumstances.js';
import { sameJson, type JsonObject } from '../../rules/json.js';
import { mergeMetadata } from '../../rules/merge-patch.js';
import { record, type Change, type Decision, type Order } from './order.js';

export interface ChangeOrder {
  readonly status?: ChangeStatus;
  /** A merge patch of RFC 7396 for the metadata; `null` empties it. */
  readonly metadata?: JsonObject | null;
  readonly estimatedReadyTime?: Date | null;
  readonly onHold?: boolean;
  /** `null` for never. Without it a move into draft or pending takes what `expiry` says. */
  readonly expiresAt?: Date | null;
  /** The caller fills in the times of the shop. */
  readonly expiry?: ExpiryPolicy;
}

/**
 * Changes header fields, the status, or both. A move of status and a change of fields are two changes of one version.
 * @throws IllegalTransition, OrderOnHold, FieldRefused when the expiry is not right, DomainError validation_failed when the
 *   metadata grows too large
 */
export function changeOrder(order: Order, command: ChangeOrder, by: Circumstances): Decision {
  const header = changeHeader(order, command);
  const changed = changedFields(order, header);
  const changes: Change[] = changed.length > 0 ? [{ kind: 'header', changed }] : [];
  const moved = command.status ? changeStatus(header, command.status) : { order: header, changes: [] };
  const { status } = moved.order;
  refuseExpiry(command.expiresAt, status, by.now, order.expiresAt);
  const entered = status !== order.status && command.expiresAt === undefined;
  const expiresAt = entered ? expiryOnEntering(status, order.expiresAt, command.expiry ?? NEVER, by.now) : header.expiresAt;
  const decision = record(order, { ...moved.order, expiresAt }, [...changes, ...moved.changes], by);
  return command.status ? { ...decision, restock: command.status.restock } : decision;
}

function changeHeader(order: Order, { metadata, estimatedReadyTime, onHold, expiresAt }: ChangeOrder): Order {
  return {
    ...order,
    metadata: metadata === undefined ? order.metadata : mergeMetadata(order.metadata, metadata),
    estimatedReadyTime: estimatedReadyTime === undefined ? order.estimatedReadyTime : estimatedReadyTime,
    onHold: onHold ?? order.onHold,
    expiresAt: expiresAt === undefined ? order.expiresAt : expiresAt,
  };
}

function changedFields(before: Order, after: Order): string[] {
  const changed: string[] = [];
  if (!sameJson(before.metadata, after.metadata)) changed.push('metadata');
  if (before.estimatedReadyTime?.getTime() !== after.estimatedReadyTime?.getTime()) changed.push('estimated_ready_time');
  if (before.onHold !== after.onHold) changed.push('on_hold');
  if (before.expiresAt?.getTime() !== after.expiresAt?.getTime()) changed.push('expires_at');
  return changed;
}
