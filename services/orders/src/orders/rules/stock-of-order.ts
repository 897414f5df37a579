import { committing, holding, releasing, restocking, writingOff, type Movement } from '../../inventory/rules/stock.js';
import { phaseOf } from './lifecycle.js';
import type { LineItem, Order } from './order.js';

/** Whether the order's units are promised to it: it was sent in and has not ended. */
function isLive(order: Order | undefined): boolean {
  return order !== undefined && phaseOf(order.status) !== 'draft' && phaseOf(order.status) !== 'closed';
}

/** The order is sent in, or opened again: its lines are matched with the products as they are now. */
function comesAlive(before: Order | undefined, after: Order): boolean {
  return isLive(after) && !isLive(before);
}

/** The SKUs whose stock a change has to look at, each of which may be no product at all. */
export function skusMoved(before: Order | undefined, after: Order, restock?: boolean): string[] {
  if (comesAlive(before, after)) return after.items.map(({ sku }) => sku);
  return stockMoves(before, after, restock).map(({ sku }) => sku);
}

/** The order with its lines matched: which of them come out of a stock that somebody counts. */
export function matchWithStock(before: Order | undefined, after: Order, isTracked: (sku: string) => boolean): Order {
  if (!comesAlive(before, after)) return after;
  return { ...after, items: after.items.map((item) => ({ ...item, stocked: isTracked(item.sku) })) };
}

/**
 * What a change of an order does to the stock, summed per SKU. Units in the house are held, units that left it are
 * committed; what is cancelled in the house is released, and written off with `restock: false`; what was on its way and
 * is cancelled comes back only with `restock: true`. Returned goods are looked at first and put back by an adjustment.
 */
export function stockMoves(before: Order | undefined, after: Order, restock?: boolean): Movement[] {
  const earlier = new Map(before?.items.map((item) => [item.id, item]));
  const sums = new Map<string, Flow>();
  for (const item of after.items) {
    if (!item.stocked) continue;
    const flow = flowOf(placesOf(before, earlier.get(item.id)), placesOf(after, item));
    sums.set(item.sku, add(sums.get(item.sku), flow));
  }
  const goesBack = restock ?? phaseOf(after.status) === 'draft';
  return [...sums].flatMap(([sku, flow]) => movementsOf(sku, flow, { writeOff: restock === false, goesBack }));
}

/** Units of a line that are held in the house, and that have left it. */
interface Places {
  readonly held: number;
  readonly out: number;
}

function placesOf(order: Order | undefined, item: LineItem | undefined): Places {
  if (!order || !item || phaseOf(order.status) === 'draft') return { held: 0, out: 0 };
  const { open, preparing, ready, shipped, delivered } = item.quantities;
  return { held: open + preparing + ready, out: shipped + delivered };
}

/** Units between the shelf, the hold and the world outside. */
interface Flow {
  readonly shelfToHeld: number;
  readonly heldToShelf: number;
  readonly heldToOut: number;
  readonly outToHeld: number;
  readonly outToShelf: number;
}

const NO_FLOW: Flow = { shelfToHeld: 0, heldToShelf: 0, heldToOut: 0, outToHeld: 0, outToShelf: 0 };

/** What leaves without ever having been held is held for the moment, so that every sale is a hold and a commit. */
function flowOf(before: Places, after: Places): Flow {
  const held = after.held - before.held;
  const out = after.out - before.out;
  const outToHeld = Math.min(Math.max(-out, 0), Math.max(held, 0));
  const heldToOut = Math.max(out, 0);
  return {
    heldToOut,
    outToHeld,
    outToShelf: Math.max(-out, 0) - outToHeld,
    shelfToHeld: Math.max(held + heldToOut - outToHeld, 0),
    heldToShelf: Math.max(-held - heldToOut, 0),
  };
}

function add(a: Flow = NO_FLOW, b: Flow): Flow {
  return {
    shelfToHeld: a.shelfToHeld + b.shelfToHeld,
    heldToShelf: a.heldToShelf + b.heldToShelf,
    heldToOut: a.heldToOut + b.heldToOut,
    outToHeld: a.outToHeld + b.outToHeld,
    outToShelf: a.outToShelf + b.outToShelf,
  };
}

/** In an order in which no step takes what an earlier one has not brought. */
function movementsOf(sku: string, flow: Flow, { writeOff, goesBack }: { writeOff: boolean; goesBack: boolean }): Movement[] {
  const back = flow.outToHeld + (goesBack ? flow.outToShelf : 0);
  return [
    ...(back > 0 ? [restocking(sku, back)] : []),
    ...(flow.shelfToHeld + flow.outToHeld > 0 ? [holding(sku, flow.shelfToHeld + flow.outToHeld)] : []),
    ...(flow.heldToOut > 0 ? [committing(sku, flow.heldToOut)] : []),
    ...(flow.heldToShelf > 0 ? [releasing(sku, flow.heldToShelf)] : []),
    ...(writeOff && flow.heldToShelf > 0 ? [writingOff(sku, flow.heldToShelf)] : []),
  ];
}
