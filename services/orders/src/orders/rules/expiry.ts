import { canExpire, type ExpiringStatus, type OrderStatus } from './lifecycle.js';
import { FieldRefused } from './order.errors.js';

/** After how many minutes in a status an order ends by itself, when nobody said when; 0 for never. */
export type ExpiryPolicy = Readonly<Record<ExpiringStatus, number>>;

export const NEVER: ExpiryPolicy = { draft: 0, pending: 0 };

/**
 * When an order that enters a status ends by itself, if the request does not say. The clock begins anew with the time of
 * that status. Without one, a time that the order has from another status goes along, but only where no status has a
 * configured time: otherwise it may be one of those, and was meant for the other status alone.
 */
export function expiryOnEntering(status: OrderStatus, before: Date | null, policy: ExpiryPolicy, now: Date): Date | null {
  if (!canExpire(status)) return null;
  if (policy[status] > 0) return new Date(now.getTime() + policy[status] * 60_000);
  return policy.draft > 0 || policy.pending > 0 ? null : before;
}

/**
 * Refuses a time that is no later than now, or that the order will never look at. A time that the order has already
 * (`known`) may have passed: sent again it changes nothing.
 * @throws FieldRefused
 */
export function refuseExpiry(asked: Date | null | undefined, status: OrderStatus, now: Date, known: Date | null = null): void {
  if (asked == null) return;
  if (!canExpire(status)) refuse(`is for orders that are draft or pending; this one is ${status}`);
  if (asked <= now && asked.getTime() !== known?.getTime()) refuse('must lie in the future');
}

function refuse(message: string): never {
  throw new FieldRefused([{ pointer: '/expires_at', message }]);
}
