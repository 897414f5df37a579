// Generated from libs/contracts/schemas by `npm run generate:contracts`; edit the schemas instead.

/**
 * Any event of any context.
 */
export type PulseEvent =
  | OrderCreated
  | OrderPending
  | OrderPlaced
  | OrderConfirmed
  | OrderPreparing
  | OrderReady
  | OrderShipped
  | OrderDelivered
  | OrderCompleted
  | OrderCancelled
  | OrderExpired
  | OrderRejected
  | OrderUpdated
  | ItemsChanged
  | OrderDeleted
  | StockAdjusted
  | StockBack
  | StockCommitted
  | StockHeld
  | StockLow
  | StockOut
  | StockReleased;
/**
 * A new order, drafts included.
 */
export type OrderCreated = EventEnvelope &
  OrderSnapshot & {
    event_type: 'order_created';
  };
/**
 * A UUID in the canonical form of RFC 9562. Ids made by Pulse are of version 7 and sort by time.
 */
export type Uuid = string;
/**
 * A moment as RFC 3339 in UTC, with milliseconds.
 */
export type Timestamp = string;
/**
 * Where an order is in its life. A later version may add words: decide by `phase` where that is enough.
 */
export type OrderStatus =
  | 'draft'
  | 'pending'
  | 'placed'
  | 'confirmed'
  | 'preparing'
  | 'ready'
  | 'shipped'
  | 'delivered'
  | 'completed'
  | 'cancelled'
  | 'expired'
  | 'rejected';
/**
 * The coarse place of an order: draft; open (not yet accepted); work; sent; done; closed (ended without a sale).
 */
export type OrderPhase = 'draft' | 'open' | 'work' | 'sent' | 'done' | 'closed';
/**
 * A currency code of ISO 4217.
 */
export type Currency = string;
/**
 * An amount as a JSON number with at most the decimals of its currency (19.99 EUR, 1999 JPY), never rounded.
 */
export type Money = number;
/**
 * An exact amount as an integer of the currency's smallest unit: 1999 is 19.99 EUR or 1999 JPY.
 */
export type MinorUnits = number;
/**
 * The stock keeping unit: what a product is called in orders and in the stock.
 */
export type Sku = string;
/**
 * The order was sent in and waits, for a payment for example.
 */
export type OrderPending = EventEnvelope &
  OrderSnapshot &
  StatusMove & {
    event_type: 'order_pending';
    status: 'pending';
  };
/**
 * The customer bought; the seller has not accepted yet.
 */
export type OrderPlaced = EventEnvelope &
  OrderSnapshot &
  StatusMove & {
    event_type: 'order_placed';
    status: 'placed';
  };
/**
 * The seller accepted the order.
 */
export type OrderConfirmed = EventEnvelope &
  OrderSnapshot &
  StatusMove & {
    event_type: 'order_confirmed';
    status: 'confirmed';
  };
/**
 * The order is being picked, packed or cooked.
 */
export type OrderPreparing = EventEnvelope &
  OrderSnapshot &
  StatusMove & {
    event_type: 'order_preparing';
    status: 'preparing';
  };
/**
 * The order waits for the courier or the customer.
 */
export type OrderReady = EventEnvelope &
  OrderSnapshot &
  StatusMove & {
    event_type: 'order_ready';
    status: 'ready';
  };
/**
 * All units that were not cancelled are on their way.
 */
export type OrderShipped = EventEnvelope &
  OrderSnapshot &
  StatusMove & {
    event_type: 'order_shipped';
    status: 'shipped';
  };
/**
 * The order was handed over.
 */
export type OrderDelivered = EventEnvelope &
  OrderSnapshot &
  StatusMove & {
    event_type: 'order_delivered';
    status: 'delivered';
  };
/**
 * The order is finished and paid.
 */
export type OrderCompleted = EventEnvelope &
  OrderSnapshot &
  StatusMove & {
    event_type: 'order_completed';
    status: 'completed';
  };
/**
 * The order was ended by customer or seller.
 */
export type OrderCancelled = EventEnvelope &
  OrderSnapshot &
  StatusMove & {
    event_type: 'order_cancelled';
    status: 'cancelled';
    /**
     * Whether the units that were held went back into stock.
     */
    restocked: boolean;
  };
/**
 * The order was ended by the clock before it was accepted.
 */
export type OrderExpired = EventEnvelope &
  OrderSnapshot &
  StatusMove & {
    event_type: 'order_expired';
    status: 'expired';
    /**
     * Whether the units that were held went back into stock.
     */
    restocked: boolean;
  };
/**
 * The seller refused the order.
 */
export type OrderRejected = EventEnvelope &
  OrderSnapshot &
  StatusMove & {
    event_type: 'order_rejected';
    status: 'rejected';
    /**
     * Whether the units that were held went back into stock.
     */
    restocked: boolean;
  };
/**
 * Fields of the order's head changed.
 */
export type OrderUpdated = EventEnvelope &
  OrderSnapshot & {
    event_type: 'order_updated';
    /**
     * The names of the members that changed.
     *
     * @minItems 1
     */
    changed: string[];
    /**
     * Why, in the words of whoever made the change.
     */
    reason?: string | null;
    /**
     * Only when an order was forced back into `draft`, a move that has no subject of its own.
     */
    previous_status?: OrderStatus;
    /**
     * Likewise.
     */
    forced?: boolean;
  };
/**
 * Units of single items moved: prepared, shipped, cancelled in part, returned.
 */
export type ItemsChanged = EventEnvelope &
  OrderSnapshot & {
    event_type: 'items_changed';
    /**
     * Every step of units, in the order in which they were taken.
     *
     * @minItems 1
     */
    items_changed: UnitsMoved[];
    /**
     * Why, in the words of whoever made the change.
     */
    reason?: string | null;
    /**
     * Of cancelled units: whether they went back into stock.
     */
    restocked?: boolean;
  };
/**
 * Where units of a line item are.
 */
export type UnitBucket = 'open' | 'preparing' | 'ready' | 'shipped' | 'delivered' | 'cancelled' | 'returned';
/**
 * A draft or a closed order was deleted; this is its last event.
 */
export type OrderDeleted = EventEnvelope &
  OrderSnapshot & {
    event_type: 'order_deleted';
    /**
     * The status in which it was deleted, the same as `status`.
     */
    previous_status: OrderStatus;
    /**
     * Why, in the words of whoever deleted it.
     */
    reason?: string | null;
  };
/**
 * What is in the house changed otherwise than by a sale: counted, received, lost, come back with an order or written off with it. Also told after a repair, whose `change` may be 0: the level counts.
 */
export type StockAdjusted = EventEnvelope &
  StockLevel & {
    event_type: 'stock_adjusted';
    /**
     * By how much `on_hand` rose, or fell when below zero.
     */
    change: number;
    /**
     * Why, in the words of whoever adjusted it.
     */
    reason: string | null;
    /**
     * What proves it: a delivery note, a stocktaking list.
     */
    document: string | null;
    /**
     * The order whose goods came back or were written off.
     */
    order_id: Uuid | null;
  };
/**
 * The SKU is available again after it was out; once per crossing.
 */
export type StockBack = EventEnvelope &
  StockLevel & {
    event_type: 'stock_back';
  };
/**
 * Stock that an order held has left the house: `on_hand` and `held` fell together.
 */
export type StockCommitted = EventEnvelope &
  StockHold & {
    event_type: 'stock_committed';
  };
/**
 * Stock was promised to an order that was sent in.
 */
export type StockHeld = EventEnvelope &
  StockHold & {
    event_type: 'stock_held';
  };
/**
 * `available` fell to the threshold of the SKU; once per crossing.
 */
export type StockLow = EventEnvelope &
  StockLevel & {
    event_type: 'stock_low';
    /**
     * The threshold that was reached.
     */
    threshold: number;
  };
/**
 * Nothing of the SKU is available any more; once per crossing.
 */
export type StockOut = EventEnvelope &
  StockLevel & {
    event_type: 'stock_out';
  };
/**
 * Stock that an order held is free again, because the order or a part of it ended.
 */
export type StockReleased = EventEnvelope &
  StockHold & {
    event_type: 'stock_released';
  };

/**
 * What every event says about itself.
 */
export interface EventEnvelope {
  /**
   * The last token of the subject.
   */
  event_type: string;
  /**
   * The same in every delivery of this event, also as `Nats-Msg-Id` and `ce-id`: drop what you have seen.
   */
  event_id: Uuid;
  /**
   * When the change was decided; part of its transaction.
   */
  occurred_at: Timestamp;
  /**
   * Which user, client or process made the change: an id, never a name or an address.
   */
  actor: string;
}
/**
 * The whole order after the change, so that no consumer reads back. It holds no name, mail or postal address.
 */
export interface OrderSnapshot {
  order_id: Uuid;
  /**
   * The number of this event among those of its order: from 1, without gaps.
   */
  sequence: number;
  /**
   * The number of the transaction that changed the order: from 1. Events of one transaction share it.
   */
  order_version: number;
  customer_id: Uuid;
  status: OrderStatus;
  phase: OrderPhase;
  /**
   * Whether the order stands still until the hold is released.
   */
  on_hold?: boolean;
  /**
   * When the order ends by itself, while it is a draft or pending.
   */
  expires_at?: Timestamp | null;
  /**
   * How much of what was not cancelled has left the house.
   */
  fulfilment_status?: 'unfulfilled' | 'partial' | 'fulfilled';
  /**
   * How much came back.
   */
  return_status?: 'none' | 'partial' | 'returned';
  currency: Currency;
  /**
   * All units at the price charged, whatever became of them later.
   */
  total_amount: Money;
  /**
   * `total_amount`, exact.
   */
  total_minor: MinorUnits;
  /**
   * @minItems 1
   */
  items: OrderItem[];
  /**
   * What the client of the API stored with the order, as it is.
   */
  metadata: {
    [k: string]: unknown;
  };
  /**
   * The order's name in another system; unique.
   */
  external_ref: string | null;
  /**
   * The shop, kitchen or warehouse that serves it.
   */
  facility_id: string | null;
  /**
   * The conversation in which it came about.
   */
  conversation_id: string | null;
  estimated_ready_time: Timestamp | null;
  /**
   * When the order was created.
   */
  created_at: Timestamp;
  /**
   * When the order last changed.
   */
  updated_at: Timestamp;
}
/**
 * A line of an order.
 */
export interface OrderItem {
  id: Uuid;
  sku: Sku;
  /**
   * What people call it.
   */
  item_name?: string | null;
  /**
   * Units ordered, whatever became of them later.
   */
  qty: number;
  /**
   * What is charged for one unit.
   */
  price: Money;
  /**
   * The list price of one unit, where it differs from `price`.
   */
  unit_price?: Money | null;
  /**
   * The one bucket that holds all units, else `partial`.
   */
  status?: 'open' | 'preparing' | 'ready' | 'shipped' | 'delivered' | 'cancelled' | 'returned' | 'partial';
  quantities?: UnitQuantities;
  created_at: Timestamp;
}
/**
 * How many units of a line item are where. The numbers add up to its `qty`.
 */
export interface UnitQuantities {
  open: number;
  preparing: number;
  ready: number;
  shipped: number;
  delivered: number;
  cancelled: number;
  returned: number;
}
/**
 * How an order came into its status.
 */
export interface StatusMove {
  /**
   * The status that it came from.
   */
  previous_status: OrderStatus;
  /**
   * Why, in the words of whoever made the move.
   */
  reason: string | null;
  /**
   * Whether the lifecycle was overruled with `force`.
   */
  forced: boolean;
}
/**
 * Units of one item that went from one bucket to another.
 */
export interface UnitsMoved {
  item_id: Uuid;
  sku: Sku;
  quantity: number;
  from: UnitBucket;
  to: UnitBucket;
}
/**
 * The stock of one product after the change.
 */
export interface StockLevel {
  /**
   * The product: what `sequence` counts in. It stays when nothing else about the product does.
   */
  product_id: Uuid;
  sku: Sku;
  /**
   * The number of this event among the level events of its product: from 1, without gaps.
   */
  sequence: number;
  /**
   * Units in the house.
   */
  on_hand: number;
  /**
   * Units of them promised to orders.
   */
  held: number;
  /**
   * `on_hand` − `held`; below zero only for products that allow backorders.
   */
  available: number;
}
/**
 * Stock moved for an order. The events of one order reach the stream in the order in which the order changed.
 */
export interface StockHold {
  order_id: Uuid;
  /**
   * The `sequence` of the order's event that moved the stock. It never falls and has gaps: most events move none, and one may release and commit.
   */
  order_sequence: number;
  /**
   * One line per SKU, in SKU order.
   *
   * @minItems 1
   */
  lines: StockLine[];
}
/**
 * Units of one SKU.
 */
export interface StockLine {
  sku: Sku;
  quantity: number;
}

/** Any event of `orders.>`; `event_type` tells them apart. */
export type OrderEvent =
  | OrderCreated
  | OrderPending
  | OrderPlaced
  | OrderConfirmed
  | OrderPreparing
  | OrderReady
  | OrderShipped
  | OrderDelivered
  | OrderCompleted
  | OrderCancelled
  | OrderExpired
  | OrderRejected
  | OrderUpdated
  | ItemsChanged
  | OrderDeleted;

/** Any event of `inventory.>`; `event_type` tells them apart. */
export type InventoryEvent =
  | StockAdjusted
  | StockBack
  | StockCommitted
  | StockHeld
  | StockLow
  | StockOut
  | StockReleased;

/** The body of the messages of each subject. */
export interface EventsBySubject {
  'orders.order_created': OrderCreated;
  'orders.order_pending': OrderPending;
  'orders.order_placed': OrderPlaced;
  'orders.order_confirmed': OrderConfirmed;
  'orders.order_preparing': OrderPreparing;
  'orders.order_ready': OrderReady;
  'orders.order_shipped': OrderShipped;
  'orders.order_delivered': OrderDelivered;
  'orders.order_completed': OrderCompleted;
  'orders.order_cancelled': OrderCancelled;
  'orders.order_expired': OrderExpired;
  'orders.order_rejected': OrderRejected;
  'orders.order_updated': OrderUpdated;
  'orders.items_changed': ItemsChanged;
  'orders.order_deleted': OrderDeleted;
  'inventory.stock_adjusted': StockAdjusted;
  'inventory.stock_back': StockBack;
  'inventory.stock_committed': StockCommitted;
  'inventory.stock_held': StockHeld;
  'inventory.stock_low': StockLow;
  'inventory.stock_out': StockOut;
  'inventory.stock_released': StockReleased;
}
