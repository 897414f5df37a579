import { orderName, type AnsweredOrder, type Outcome } from '../../load/history.js';
import type { Evidence } from '../evidence.js';
import { groupBy } from '../invariant.js';

/** An order that was answered is there, as it was answered; what was refused in a bulk is not. */
export function missingOrders({ orders }: Evidence, done: readonly Outcome[]): string[] {
  const stored = new Map(orders.map((order) => [order.id, order]));
  const names = new Set(orders.map(({ key }) => key));
  return done.flatMap(answeredNames).flatMap(({ name, order }) => {
    if (order === null) return names.has(name) ? [`an order exists for ${name}, which was refused`] : [];
    const found = stored.get(order?.id ?? '');
    if (!found) return [`order ${order?.id} was answered with 201 and does not exist`];
    if (found.key !== name) return [`order ${found.id} was answered to the request ${name}, but comes from ${found.key}`];
    return found.total_amount === order?.total_amount ? [] : [`order ${found.id} is not as it was answered`];
  });
}

interface AnsweredName {
  readonly name: string;
  /** `null` when it was refused. */
  readonly order?: AnsweredOrder | null;
}

/** The new orders that an answer tells of. */
function answeredNames({ kind, key, order, rows = [] }: Outcome): AnsweredName[] {
  if (kind === 'create') return [{ name: orderName(key), order }];
  return rows.map((answered, row) => ({ name: orderName(key, row), order: answered }));
}

export function doubledOrders({ orders }: Evidence): string[] {
  const groups = [...groupBy(orders.filter(({ key }) => key !== null), ({ key }) => key)];
  return groups.filter(([, made]) => made.length > 1).map(([key, made]) => `the request ${key} made ${made.length} orders`);
}

/** Orders that should have ended by themselves. */
export function overdueOrders({ orders }: Evidence): string[] {
  const due = orders.filter(({ expires_at: at }) => at !== null);
  return due.map(({ id, status, expires_at: at }) => `order ${id} was to end at ${at}, and is ${status}`);
}
