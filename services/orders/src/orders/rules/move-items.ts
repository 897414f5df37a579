import { IllegalItemTransition, ItemsNotMovable, OrderOnHold, UnknownItem } from './order.errors.js';
import { isClosed, phaseOf, type OrderStatus } from './lifecycle.js';
import type { Circumstances } from '../../rules/circumstances.js';
import { record, type Change, type Decision, type ItemMoved, type LineItem, type Order } from './order.js';
import { ItemMoveImpossible, moveUnits, type Bucket } from './quantities.js';
import { statusFromItems } from './status-from-items.js';

export interface MoveItem {
  readonly itemId: string;
  readonly to: Bucket;
  /** How many units; without it all that may go there. */
  readonly quantity?: number;
}

export interface HowToMove {
  /** Of cancelled units: whether the goods go back into stock. */
  readonly restock?: boolean;
  /** Where the moves stand in the client's body. */
  readonly pointer?: string;
}

/**
 * Moves units of items between their buckets, all moves or none. When the items have brought the whole order somewhere
 * (all shipped, all cancelled), the order follows with a change of its own. Units that are all there already stay.
 * @throws UnknownItem, IllegalItemTransition, ItemsNotMovable, OrderOnHold
 */
export function moveItems(order: Order, moves: readonly MoveItem[], by: Circumstances, how: HowToMove = {}): Decision {
  assertItemsMovable(order, moves);
  const items = new Map(order.items.map((item) => [item.id, item]));
  const moved = moves.flatMap((move, index) => {
    const item = items.get(move.itemId);
    if (!item) throw new UnknownItem(move.itemId, `${how.pointer ?? ''}/${index}/item_id`);
    const result = moveItem(item, move);
    items.set(item.id, result.item);
    return result.moved;
  });
  if (moved.length === 0) return record(order, order, [], by);
  const changed: Order = { ...order, items: [...items.values()] };
  const change: Change = { kind: 'items', moves: moved, ...(how.restock !== undefined && { restocked: how.restock }) };
  const status = statusFromItems(changed);
  const decision = record(order, { ...changed, status }, [change, ...followed(order.status, status, how)], by);
  return { ...decision, restock: how.restock };
}

/** The order's own move, where its items have brought it further. */
function followed(from: OrderStatus, to: OrderStatus, { restock = true }: HowToMove): Change[] {
  if (from === to) return [];
  return [{ kind: 'status', from, to, forced: false, ...(isClosed(to) && { restocked: restock }) }];
}

function assertItemsMovable(order: Order, moves: readonly MoveItem[]): void {
  const phase = phaseOf(order.status);
  const onlyCancels = moves.every((move) => move.to === 'cancelled');
  const onlyReturns = moves.every((move) => move.to === 'returned');
  if (phase === 'closed' || (phase === 'draft' && !onlyCancels) || (phase === 'done' && !onlyReturns)) {
    throw new ItemsNotMovable(order.status);
  }
  if (order.onHold && !onlyCancels && !onlyReturns) throw new OrderOnHold();
}

function moveItem(item: LineItem, { to, quantity }: MoveItem): { item: LineItem; moved: ItemMoved[] } {
  if (quantity === undefined && item.quantities[to] === item.qty) return { item, moved: [] };
  try {
    const { quantities, moved } = moveUnits(item.quantities, to, quantity);
    return { item: { ...item, quantities }, moved: moved.map((step) => ({ itemId: item.id, sku: item.sku, ...step })) };
  } catch (error) {
    if (error instanceof ItemMoveImpossible) throw new IllegalItemTransition(item.id, error);
    throw error;
  }
}
