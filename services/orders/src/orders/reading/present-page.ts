import { presentOrder } from '../order.presenter.js';
import type { OrderPage } from './orders.queries.js';

export function presentPage({ orders, nextCursor, total }: OrderPage) {
  return {
    orders: orders.map(presentOrder),
    next_cursor: nextCursor,
    has_more: nextCursor !== null,
    ...(total !== undefined && { total }),
  };
}
