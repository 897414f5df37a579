import { IllegalTransition, OrderOnHold } from './order.errors.js';
import { isClosed, nextStatuses, type OrderStatus } from './lifecycle.js';
import { countUnits, type Change, type LineItem, type Order } from './order.js';
import { bucketOf, moveAll, type Bucket } from './quantities.js';

export interface ChangeStatus {
  readonly to: OrderStatus;
  /** Any move is allowed, for repairs; the journey marks it. Needs a reason. */
  readonly force?: boolean;
  /** Lets an order that is on its way be cancelled. */
  readonly allowCancelShipped?: boolean;
  readonly restock?: boolean;
}

export interface StatusChanged {
  readonly order: Order;
  readonly changes: readonly Change[];
}

/**
 * Moves an order into another status; its items go along. The same status again changes nothing.
 * @throws IllegalTransition, OrderOnHold
 */
export function changeStatus(order: Order, command: ChangeStatus): StatusChanged {
  const { to, force = false } = command;
  const from = order.status;
  if (from === to) return { order, changes: [] };
  if (!force) assertMayMove(order, command);
  const items = order.items.map((item) => carry(item, from, to, force));
  const change: Change = {
    kind: 'status',
    from,
    to,
    forced: force,
    ...(isClosed(to) && { restocked: restocks(order, command) }),
  };
  return { order: { ...order, status: to, items }, changes: [change] };
}

function assertMayMove(order: Order, { to, allowCancelShipped = false }: ChangeStatus): void {
  const from = order.status;
  if (!nextStatuses(from).includes(to)) throw new IllegalTransition(from, to);
  const onItsWay = countUnits(order.items, 'shipped', 'delivered');
  if (to === 'cancelled' && onItsWay > 0 && !allowCancelShipped) {
    throw new IllegalTransition(from, to, 'units are on their way; set allow_cancel_shipped, or cancel the others by items');
  }
  if (order.onHold && !isClosed(to)) throw new OrderOnHold();
}

/** Goods that are still in the house go back unless the client says otherwise; goods that left it only when it says so. */
function restocks(order: Order, { restock }: ChangeStatus): boolean {
  return restock ?? countUnits(order.items, 'shipped', 'delivered') === 0;
}

/** Which buckets go along when the whole order moves; what has already gone further stays where it is. */
function carry(item: LineItem, from: OrderStatus, to: OrderStatus, force: boolean): LineItem {
  const target = bucketOf(to);
  const sources = force ? forcedSources(from, to) : sourcesOf(target);
  return { ...item, quantities: moveAll(item.quantities, sources, target).quantities };
}

function sourcesOf(target: Bucket): readonly Bucket[] {
  switch (target) {
    case 'open':
      return [];
    case 'preparing':
      return ['open', 'ready'];
    case 'ready':
      return ['open', 'preparing'];
    case 'shipped':
      return ['open', 'preparing', 'ready'];
    case 'delivered':
      return ['open', 'preparing', 'ready', 'shipped'];
    case 'cancelled':
      return ['open', 'preparing', 'ready', 'shipped', 'delivered'];
    case 'returned':
      return ['shipped', 'delivered'];
  }
}

/** A forced move takes every unit along; cancelled ones only when a closed order is opened again. */
function forcedSources(from: OrderStatus, to: OrderStatus): readonly Bucket[] {
  const all: Bucket[] = ['open', 'preparing', 'ready', 'shipped', 'delivered'];
  return isClosed(from) && !isClosed(to) ? [...all, 'cancelled'] : all;
}
