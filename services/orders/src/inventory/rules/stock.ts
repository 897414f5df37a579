/** How the stock of a product stands, as it was read under its lock. Units are pieces. */
export interface StockLevel {
  readonly sku: string;
  readonly productId: string;
  /** Whether anybody counts it; of a product that is not tracked nothing is ever held. */
  readonly tracked: boolean;
  readonly onHand: number;
  readonly held: number;
  readonly allowBackorder: boolean;
  readonly lowStockThreshold: number | null;
  readonly levelSequence: number;
  readonly lastMovement: number;
  readonly archived: boolean;
}

/**
 * Why units move. A hold promises them to an order, a release takes the promise back, a commit lets them leave the house;
 * restock and write-off are goods of an order that come back or that nobody can sell any more; an adjustment was counted,
 * received or lost; a repair sets the counters right by what the orders say.
 */
export const MOVEMENT_KINDS = ['hold', 'release', 'commit', 'restock', 'write_off', 'adjust', 'repair'] as const;
export type MovementKind = (typeof MOVEMENT_KINDS)[number];

export interface Movement {
  readonly sku: string;
  readonly kind: MovementKind;
  readonly onHandChange: number;
  readonly heldChange: number;
}

/** Who moves units, when, and what for. */
export interface Cause {
  readonly actor: string;
  readonly at: Date;
  readonly reason?: string | null;
  readonly document?: string | null;
  readonly orderId?: string;
  /** The number of the order's event that tells why. */
  readonly orderSequence?: number;
  /** The W3C Trace Context of the request, handed through to the events. */
  readonly traceparent?: string;
}

/** `change` units in the house more, or less when below zero. */
export function adjusting(sku: string, change: number): Movement {
  return { sku, kind: 'adjust', onHandChange: change, heldChange: 0 };
}

export function holding(sku: string, units: number): Movement {
  return { sku, kind: 'hold', onHandChange: 0, heldChange: units };
}

export function releasing(sku: string, units: number): Movement {
  return { sku, kind: 'release', onHandChange: 0, heldChange: -units };
}

export function committing(sku: string, units: number): Movement {
  return { sku, kind: 'commit', onHandChange: -units, heldChange: -units };
}

export function restocking(sku: string, units: number): Movement {
  return { sku, kind: 'restock', onHandChange: units, heldChange: 0 };
}

export function writingOff(sku: string, units: number): Movement {
  return { sku, kind: 'write_off', onHandChange: -units, heldChange: 0 };
}

/** Units that may still be promised; below zero only where backorders are allowed. */
export function availableOf({ onHand, held }: Pick<StockLevel, 'onHand' | 'held'>): number {
  return onHand - held;
}
