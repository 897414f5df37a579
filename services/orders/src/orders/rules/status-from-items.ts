import { nextStatuses, type OrderStatus } from './lifecycle.js';
import { countUnits, type LineItem, type Order } from './order.js';
import type { Bucket } from './quantities.js';

/**
 * Where the items have brought the order after single moves: all units cancelled → cancelled, all that are left shipped →
 * shipped, and so on. Only forward, and only where the lifecycle allows it.
 */
export function statusFromItems(order: Order): OrderStatus {
  const reached = stageOf(order.items);
  return reached !== undefined && nextStatuses(order.status).includes(reached) && !goesBack(order.status, reached)
    ? reached
    : order.status;
}

function stageOf(items: readonly LineItem[]): OrderStatus | undefined {
  const count = (...buckets: Bucket[]): number => countUnits(items, ...buckets);
  if (count('open', 'preparing', 'ready', 'shipped', 'delivered', 'returned') === 0) return 'cancelled';
  if (count('open', 'preparing', 'ready', 'shipped') === 0) return 'delivered';
  if (count('open', 'preparing', 'ready') === 0) return 'shipped';
  if (count('open', 'preparing') === 0) return 'ready';
  return count('preparing', 'ready', 'shipped', 'delivered') > 0 ? 'preparing' : undefined;
}

function goesBack(from: OrderStatus, to: OrderStatus): boolean {
  return from === 'ready' && to === 'preparing';
}
