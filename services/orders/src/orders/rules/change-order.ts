import { changeStatus, type ChangeStatus } from './change-status.js';
import { expiryOnEntering, NEVER, refuseExpiry, type ExpiryPolicy } from './expiry.js';
import { METADATA } from './order.limits.js';
import { FieldRefused } from './order.errors.js';
import type { Circumstances } from '../../rules/circumstances.js';
import { record, type Change, type Decision, type Json, type JsonObject, type Order } from './order.js';

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
 * @throws IllegalTransition, OrderOnHold, FieldRefused when the metadata grows too large or the expiry is not right
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
    metadata: metadata === undefined ? order.metadata : mergedMetadata(order.metadata, metadata),
    estimatedReadyTime: estimatedReadyTime === undefined ? order.estimatedReadyTime : estimatedReadyTime,
    onHold: onHold ?? order.onHold,
    expiresAt: expiresAt === undefined ? order.expiresAt : expiresAt,
  };
}

function changedFields(before: Order, after: Order): string[] {
  const changed: string[] = [];
  if (canonical(before.metadata) !== canonical(after.metadata)) changed.push('metadata');
  if (before.estimatedReadyTime?.getTime() !== after.estimatedReadyTime?.getTime()) changed.push('estimated_ready_time');
  if (before.onHold !== after.onHold) changed.push('on_hold');
  if (before.expiresAt?.getTime() !== after.expiresAt?.getTime()) changed.push('expires_at');
  return changed;
}

function mergedMetadata(target: JsonObject, patch: JsonObject | null): JsonObject {
  const merged = patch === null ? {} : applyMergePatch(target, patch);
  if (Buffer.byteLength(JSON.stringify(merged)) <= METADATA.maxBytes) return merged;
  const message = `must not make the metadata larger than ${METADATA.maxBytes} bytes`;
  throw new FieldRefused([{ pointer: '/metadata', message }]);
}

/** RFC 7396: members that are `null` are removed, objects are merged, all else replaces. */
export function applyMergePatch(target: JsonObject, patch: JsonObject): JsonObject {
  const merged = new Map<string, Json>(Object.entries(target));
  for (const [key, value] of Object.entries(patch)) {
    if (value === null) {
      merged.delete(key);
    } else if (isObject(value)) {
      const old = merged.get(key);
      merged.set(key, applyMergePatch(isObject(old) ? old : {}, value));
    } else {
      merged.set(key, value);
    }
  }
  return Object.fromEntries(merged);
}

function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** JSON with sorted keys, since the database gives object members back in an order of its own. */
function canonical(value: Json): string {
  return JSON.stringify(value, (_key, part: Json) =>
    isObject(part) ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1))) : part,
  );
}
