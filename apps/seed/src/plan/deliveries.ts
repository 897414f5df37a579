import type { Random } from '#libs/kernel';
import type { Product } from '../shop/catalogue.js';
import { DAY, HOUR } from './calendar.js';
import type { Draft, Period } from './orders.js';

/** Goods that arrive: an adjustment of stock with its delivery note. */
export interface Delivery {
  readonly at: Date;
  readonly sku: string;
  readonly quantity: number;
  readonly document: string;
}

/** What is wanted of one product, and when. */
interface Demand {
  readonly at: Date;
  readonly qty: number;
}

const CARTON = 6;
/** Goods come on Tuesdays and Fridays at seven, and once before the shop opens. */
const DELIVERY_DAYS = [2, 5];
const DELIVERY_HOUR = 7;
/** So long before the end some products are no longer kept in store, so that there is something to reorder. */
const RUNNING_LOW = 14 * DAY;

/**
 * Deliveries that keep the shop able to serve its orders. Goods of cancelled orders are not counted on: there is never less
 * in store than planned here.
 */
export function planDeliveries(
  products: readonly Product[],
  drafts: readonly Draft[],
  period: Period,
  random: Random,
): Delivery[] {
  const moments = deliveryMoments(period);
  const wanted = demandPerSku(drafts, period);
  return products
    .filter(({ trackStock }) => trackStock)
    .flatMap((product) => deliveriesOf(product, wanted.get(product.sku) ?? [], moments, period, random.fork(product.sku)));
}

function deliveriesOf(
  { sku, lowStockThreshold }: Product,
  demand: readonly Demand[],
  moments: readonly Date[],
  { until }: Period,
  random: Random,
): Delivery[] {
  const threshold = lowStockThreshold ?? 0;
  const stocked = threshold * random.between(1.5, 3);
  const atTheEnd = random.weighted([stocked, threshold * random.between(0.2, 0.9), 0], (kept) =>
    kept === stocked ? 80 : kept ? 14 : 6,
  );
  let level = 0;
  return moments.flatMap((at, index) => {
    const next = moments[index + 1];
    const needed = demand
      .filter((one) => one.at >= at && (next === undefined || one.at < next))
      .reduce((sum, { qty }) => sum + qty, 0);
    const kept = until.getTime() - at.getTime() < RUNNING_LOW ? atTheEnd : stocked;
    const short = Math.ceil(needed + kept - level);
    const enough = level >= needed + kept / 2;
    const quantity = enough ? 0 : kept === stocked ? Math.ceil(short / CARTON) * CARTON : short;
    level += quantity - needed;
    return quantity > 0 ? [{ at, sku, quantity, document: `DN-${at.toISOString().slice(0, 10)}` }] : [];
  });
}

function deliveryMoments({ from, until }: Period): Date[] {
  const moments = [new Date(from.getTime() - HOUR)];
  const first = new Date(from);
  first.setUTCHours(DELIVERY_HOUR, 0, 0, 0);
  for (let day = first.getTime() + DAY; day < until.getTime(); day += DAY) {
    if (DELIVERY_DAYS.includes(new Date(day).getUTCDay())) moments.push(new Date(day));
  }
  return moments;
}

/** An order takes its goods when it leaves draft; one that never does takes none. */
function demandPerSku(drafts: readonly Draft[], { until }: Period): Map<string, Demand[]> {
  const demand = new Map<string, Demand[]>();
  for (const { at, story, times, lines } of drafts) {
    const taken = story.begins === 'draft' ? takenAt(story.beats, times) : at;
    if (taken === undefined || taken > until) continue;
    for (const { product, qty } of lines) demand.set(product.sku, [...(demand.get(product.sku) ?? []), { at: taken, qty }]);
  }
  return demand;
}

function takenAt(beats: Draft['story']['beats'], times: readonly Date[]): Date | undefined {
  return times[beats.findIndex(({ move }) => move.call === 'patch' && move.body['status'] === 'placed')];
}
