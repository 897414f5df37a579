import { changeStatus } from './change-status.js';
import { moveItems, type MoveItem } from './move-items.js';
import type { Circumstances } from '../../rules/circumstances.js';
import { record, type Decision, type Order } from './order.js';

export interface CancelOrder {
  /** Units to cancel, open ones first; without it the whole order. */
  readonly items?: readonly { readonly itemId: string; readonly quantity?: number }[];
  /** Whether held goods go back into stock; default yes, for goods on their way no. */
  readonly restock?: boolean;
  readonly allowCancelShipped?: boolean;
  readonly force?: boolean;
}

/** @throws IllegalTransition, UnknownItem, IllegalItemTransition, ItemsNotMovable */
export function cancelOrder(order: Order, command: CancelOrder, by: Circumstances): Decision {
  const { items, ...how } = command;
  if (!items) {
    const { order: cancelled, changes } = changeStatus(order, { to: 'cancelled', ...how });
    return { ...record(order, cancelled, changes, by), restock: how.restock };
  }
  const moves = items.map<MoveItem>((item) => ({ ...item, to: 'cancelled' }));
  return moveItems(order, moves, by, { restock: how.restock ?? true, pointer: '/items' });
}
