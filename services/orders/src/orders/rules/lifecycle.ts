/**
 * The order lifecycle as data. This one table feeds the API's answers (`next_statuses`, the text of a refused move), the
 * constraint of the database, the dashboard's buttons and the diagram in docs/order-lifecycle.md.
 */
export type Phase = 'draft' | 'open' | 'work' | 'sent' | 'done' | 'closed';

interface StatusRow {
  readonly phase: Phase;
  readonly next: readonly OrderStatus[];
  /** Other words for the status that clients of the earlier systems send. */
  readonly words?: readonly string[];
  readonly about: string;
}

export const ORDER_STATUSES = [
  'draft',
  'pending',
  'placed',
  'confirmed',
  'preparing',
  'ready',
  'shipped',
  'delivered',
  'completed',
  'cancelled',
  'expired',
  'rejected',
] as const;

export type OrderStatus = (typeof ORDER_STATUSES)[number];

export const PHASES: readonly Phase[] = ['draft', 'open', 'work', 'sent', 'done', 'closed'];

export const LIFECYCLE: Readonly<Record<OrderStatus, StatusRow>> = {
  draft: {
    phase: 'draft',
    next: ['pending', 'placed', 'cancelled', 'expired'],
    about: 'being put together; holds no stock',
  },
  pending: {
    phase: 'open',
    next: ['placed', 'confirmed', 'preparing', 'ready', 'shipped', 'completed', 'cancelled', 'expired', 'rejected'],
    about: 'sent in and waiting, for a payment for example',
  },
  placed: {
    phase: 'open',
    next: ['confirmed', 'preparing', 'ready', 'shipped', 'completed', 'cancelled', 'expired', 'rejected'],
    about: 'bought by the customer, not yet accepted by the seller',
  },
  confirmed: {
    phase: 'work',
    next: ['preparing', 'ready', 'shipped', 'completed', 'cancelled'],
    about: 'accepted by the seller',
  },
  preparing: {
    phase: 'work',
    next: ['ready', 'shipped', 'completed', 'cancelled'],
    words: ['being prepared'],
    about: 'being picked, packed or cooked',
  },
  ready: {
    phase: 'work',
    next: ['preparing', 'shipped', 'completed', 'cancelled'],
    words: ['ready for pickup'],
    about: 'waiting for the courier or the customer',
  },
  shipped: {
    phase: 'sent',
    next: ['delivered', 'completed', 'cancelled'],
    about: 'on its way; cancelled from here only with allow_cancel_shipped',
  },
  delivered: { phase: 'sent', next: ['completed'], about: 'handed over' },
  completed: { phase: 'done', next: [], about: 'finished and paid' },
  cancelled: { phase: 'closed', next: [], words: ['canceled'], about: 'ended by customer or seller' },
  expired: { phase: 'closed', next: [], about: 'ended by the clock before it was accepted' },
  rejected: { phase: 'closed', next: [], about: 'refused by the seller' },
};

/** The statuses that a new order may begin in. */
export const INITIAL_STATUSES = ['draft', 'pending', 'placed'] as const satisfies readonly OrderStatus[];
export type InitialStatus = (typeof INITIAL_STATUSES)[number];

/** The statuses that end by themselves when the order's `expires_at` passes. In any other an order has no such time. */
export const EXPIRING_STATUSES = ['draft', 'pending'] as const satisfies readonly OrderStatus[];
export type ExpiringStatus = (typeof EXPIRING_STATUSES)[number];

export function canExpire(status: OrderStatus): status is ExpiringStatus {
  return EXPIRING_STATUSES.some((expiring) => expiring === status);
}

const fold = (word: string): string => word.toLowerCase().replace(/[\s_]+/g, '');

const BY_WORD: ReadonlyMap<string, OrderStatus> = new Map(
  ORDER_STATUSES.flatMap((status) => [status, ...(LIFECYCLE[status].words ?? [])].map((word) => [fold(word), status])),
);

/** The status that a client's word means, without regard to case, spaces and underscores; `undefined` when it is none. */
export function parseOrderStatus(word: string): OrderStatus | undefined {
  return BY_WORD.get(fold(word));
}

/** As `parseOrderStatus`, for the words that a new order may begin with. */
export function parseInitialStatus(word: string): InitialStatus | undefined {
  const status = parseOrderStatus(word);
  return INITIAL_STATUSES.find((initial) => initial === status);
}

export function phaseOf(status: OrderStatus): Phase {
  return LIFECYCLE[status].phase;
}

export function nextStatuses(status: OrderStatus): readonly OrderStatus[] {
  return LIFECYCLE[status].next;
}

export function statusesOfPhase(phase: Phase): OrderStatus[] {
  return ORDER_STATUSES.filter((status) => phaseOf(status) === phase);
}

/** An order without a sale: nothing is owed and no stock is held any more. */
export function isClosed(status: OrderStatus): boolean {
  return phaseOf(status) === 'closed';
}
