import type { Circumstances } from '../../rules/circumstances.js';
import { changeStatus } from './change-status.js';
import { canExpire } from './lifecycle.js';
import { record, type Decision, type Order } from './order.js';

/**
 * Ends a draft or pending order whose time has passed. Decides nothing when it is not due, has moved on, or is on hold:
 * somebody looks into such an order, and it is due again when the hold is released.
 */
export function expireOrder(order: Order, by: Circumstances): Decision {
  const { status, expiresAt, onHold } = order;
  if (!canExpire(status) || onHold || expiresAt === null || expiresAt > by.now) return record(order, order, [], by);
  const { order: expired, changes } = changeStatus(order, { to: 'expired' });
  return record(order, expired, changes, { ...by, reason: `expired at ${expiresAt.toISOString()}` });
}
