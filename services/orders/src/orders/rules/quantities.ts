import { parseOrderStatus, type OrderStatus } from './lifecycle.js';

/** Where the units of a line item are. The buckets of an item always add up to its `qty`. */
export const BUCKETS = ['open', 'preparing', 'ready', 'shipped', 'delivered', 'cancelled', 'returned'] as const;
export type Bucket = (typeof BUCKETS)[number];
export type Quantities = Readonly<Record<Bucket, number>>;
export type ItemStatus = Bucket | 'partial';

/** From which buckets units may be moved into a bucket, in the order in which they are taken. */
export const MAY_COME_FROM: Readonly<Record<Bucket, readonly Bucket[]>> = {
  open: ['preparing'],
  preparing: ['open', 'ready'],
  ready: ['open', 'preparing'],
  shipped: ['open', 'preparing', 'ready'],
  delivered: ['ready', 'shipped'],
  cancelled: ['open', 'preparing', 'ready'],
  returned: ['shipped', 'delivered'],
};

/** The bucket that a client's word means; the words are those of the order statuses of the same name. */
export function parseBucket(word: string): Bucket | undefined {
  const status = parseOrderStatus(word) ?? word.trim().toLowerCase();
  return BUCKETS.find((bucket) => bucket === status);
}

export const NO_UNITS: Quantities = {
  open: 0,
  preparing: 0,
  ready: 0,
  shipped: 0,
  delivered: 0,
  cancelled: 0,
  returned: 0,
};

export function allOpen(qty: number): Quantities {
  return { ...NO_UNITS, open: qty };
}

/** The one bucket in use, else `partial`. */
export function itemStatusOf(quantities: Quantities): ItemStatus {
  const used = BUCKETS.filter((bucket) => quantities[bucket] > 0);
  return used.length === 1 && used[0] !== undefined ? used[0] : 'partial';
}

/** The bucket that the units of an order in this status belong in when nothing was said about single items. */
export function bucketOf(status: OrderStatus): Bucket {
  switch (status) {
    case 'draft':
    case 'pending':
    case 'placed':
    case 'confirmed':
      return 'open';
    case 'preparing':
    case 'ready':
    case 'shipped':
    case 'delivered':
      return status;
    case 'completed':
      return 'delivered';
    case 'cancelled':
    case 'expired':
    case 'rejected':
      return 'cancelled';
  }
}

/** Units of one item cannot go where they were sent; the caller adds which item it was. */
export class ItemMoveImpossible extends Error {
  constructor(
    readonly to: Bucket,
    readonly requested: number | undefined,
    readonly movable: number,
  ) {
    super(`${requested ?? 'no'} units cannot become ${to}; ${movable} can`);
  }
}

/** One step of units between two buckets of an item. */
export interface UnitsMoved {
  readonly from: Bucket;
  readonly to: Bucket;
  readonly quantity: number;
}

/** Moves every unit of the `sources` to `to`, as far as there are any. */
export function moveAll(
  quantities: Quantities,
  sources: readonly Bucket[],
  to: Bucket,
): { quantities: Quantities; moved: UnitsMoved[] } {
  const available = sources.reduce((sum, bucket) => sum + (bucket === to ? 0 : quantities[bucket]), 0);
  return take(
    quantities,
    sources.filter((bucket) => bucket !== to),
    to,
    available,
  );
}

/**
 * Moves `quantity` units into `to`, from the buckets that they may come from, the earliest first; without `quantity`, all
 * that may go.
 * @throws ItemMoveImpossible when fewer units than asked for may go there
 */
export function moveUnits(
  quantities: Quantities,
  to: Bucket,
  quantity?: number,
): { quantities: Quantities; moved: UnitsMoved[] } {
  const sources = MAY_COME_FROM[to];
  const movable = sources.reduce((sum, bucket) => sum + quantities[bucket], 0);
  const wanted = quantity ?? movable;
  if (wanted > movable || wanted === 0) throw new ItemMoveImpossible(to, quantity, movable);
  return take(quantities, sources, to, wanted);
}

function take(
  quantities: Quantities,
  sources: readonly Bucket[],
  to: Bucket,
  wanted: number,
): { quantities: Quantities; moved: UnitsMoved[] } {
  const next: Record<Bucket, number> = { ...quantities };
  const moved: UnitsMoved[] = [];
  let left = wanted;
  for (const from of sources) {
    const taken = Math.min(left, next[from]);
    if (taken === 0) continue;
    next[from] -= taken;
    next[to] += taken;
    left -= taken;
    moved.push({ from, to, quantity: taken });
  }
  return { quantities: next, moved };
}
