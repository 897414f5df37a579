/** What becomes of orders with time, and the way that each took, as shares of the orders of an age. */
interface Age {
  /** In days; the ages are told apart in this order, the last one has no end. */
  readonly until: number;
  /** Shares of the orders of this age, which add up to 1. */
  readonly shares: Readonly<Record<string, number>>;
}

export const AGES: readonly Age[] = [
  {
    until: 1,
    shares: {
      draft: 0.1, pending: 0.2, placed: 0.28, confirmed: 0.17, preparing: 0.14, ready: 0.05,
      cancelled: 0.055, rejected: 0.005,
    },
  },
  {
    until: 4,
    shares: {
      draft: 0.03, confirmed: 0.05, preparing: 0.1, ready: 0.1, shipped: 0.5, delivered: 0.12, completed: 0.05,
      cancelled: 0.035, expired: 0.01, rejected: 0.005,
    },
  },
  {
    until: Infinity,
    shares: { draft: 0.01, shipped: 0.002, delivered: 0.02, completed: 0.868, cancelled: 0.07, expired: 0.025, rejected: 0.005 },
  },
];

/** The statuses that an order has been in, the last of them now. Every step is one that the lifecycle allows. */
export const WAYS: Readonly<Record<string, readonly string[]>> = {
  draft: ['draft'],
  pending: ['pending'],
  placed: ['placed'],
  confirmed: ['placed', 'confirmed'],
  preparing: ['placed', 'preparing'],
  ready: ['placed', 'ready'],
  shipped: ['placed', 'shipped'],
  delivered: ['placed', 'shipped', 'delivered'],
  completed: ['placed', 'completed'],
  cancelled: ['placed', 'cancelled'],
  expired: ['pending', 'expired'],
  rejected: ['placed', 'rejected'],
};

/** The statuses of all ages over which the shares are spread: the lists by status that are full at every size. */
export const COMMONEST_STATUS = 'completed';
export const RARE_STATUS = 'rejected';
