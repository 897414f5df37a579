import { OrderNotDeletable } from './order.errors.js';
import { phaseOf } from './lifecycle.js';
import type { Circumstances } from '../../rules/circumstances.js';
import { record, type Decision, type Order } from './order.js';

/** @throws OrderNotDeletable unless the order is a draft or closed */
export function deleteOrder(order: Order, by: Circumstances): Decision {
  const phase = phaseOf(order.status);
  if (phase !== 'draft' && phase !== 'closed') throw new OrderNotDeletable(order.status);
  return record(order, order, [{ kind: 'deleted', from: order.status }], by);
}
