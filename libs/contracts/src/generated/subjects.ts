// Generated from libs/contracts/schemas by `npm run generate:contracts`; edit the schemas instead.

/** Every event type with the subject that it is published on. */
export const EVENT_TYPES = {
  order_created: 'orders.order_created',
  order_pending: 'orders.order_pending',
  order_placed: 'orders.order_placed',
  order_confirmed: 'orders.order_confirmed',
  order_preparing: 'orders.order_preparing',
  order_ready: 'orders.order_ready',
  order_shipped: 'orders.order_shipped',
  order_delivered: 'orders.order_delivered',
  order_completed: 'orders.order_completed',
  order_cancelled: 'orders.order_cancelled',
  order_expired: 'orders.order_expired',
  order_rejected: 'orders.order_rejected',
  order_updated: 'orders.order_updated',
  items_changed: 'orders.items_changed',
  order_deleted: 'orders.order_deleted',
  stock_adjusted: 'inventory.stock_adjusted',
  stock_back: 'inventory.stock_back',
  stock_committed: 'inventory.stock_committed',
  stock_held: 'inventory.stock_held',
  stock_low: 'inventory.stock_low',
  stock_out: 'inventory.stock_out',
  stock_released: 'inventory.stock_released',
} as const;
