import { Random } from '#libs/kernel';
import { assortmentOf } from '../shop/catalogue.js';
import { makeCustomers, type Customer } from '../shop/people.js';
import { DAY, HOUR } from './calendar.js';
import { planDeliveries, type Delivery } from './deliveries.js';
import type { Beat } from './moves.js';
import { draftOrders, type Draft, type Period, type Shop } from './orders.js';

/** What makes a shop the same shop. */
export interface Recipe {
  readonly seed: number;
  readonly products: number;
  readonly customers: number;
  readonly orders: number;
  /** The moment that the shop's history ends at, RFC 3339. */
  readonly until: string;
}

export interface PlannedOrder extends Draft {
  /** Unique, and the same in every run: how a repeated run finds the order again. */
  readonly externalRef: string;
}

export type Action =
  | { readonly kind: 'deliver'; readonly at: Date; readonly delivery: Delivery }
  | { readonly kind: 'place'; readonly at: Date; readonly order: PlannedOrder }
  | { readonly kind: 'move'; readonly at: Date; readonly order: PlannedOrder; readonly step: number; readonly beat: Beat };

export interface Plan extends Shop {
  readonly recipe: Recipe;
  readonly orders: readonly PlannedOrder[];
  /** Everything that happens once products and customers are there, as it happens. */
  readonly actions: readonly Action[];
  /** When each customer, by address, has come to the shop. */
  readonly joined: ReadonlyMap<string, Date>;
  readonly period: Period;
}

const PERIOD_DAYS = 120;

/** The whole history of a shop. The same recipe gives the same plan. */
export function planShop(recipe: Recipe): Plan {
  const random = new Random(`shop ${recipe.seed}`);
  const until = new Date(recipe.until);
  const period = { from: new Date(until.getTime() - PERIOD_DAYS * DAY), until };
  const shop = {
    products: assortmentOf(recipe.products),
    customers: makeCustomers(recipe.customers, random.fork('customers')),
  };
  const drafts = draftOrders(recipe.orders, shop, period, random.fork('orders')).sort(
    (a, b) => a.at.getTime() - b.at.getTime(),
  );
  const orders = drafts.map((draft, index) => ({ ...draft, externalRef: externalRefOf(recipe.seed, index + 1) }));
  const deliveries = planDeliveries(shop.products, drafts, period, random.fork('deliveries'));
  return {
    ...shop,
    recipe,
    period,
    orders,
    actions: inOrderOfTime(orders, deliveries, until),
    joined: joinedAt(shop.customers, orders, period, random.fork('joined')),
  };
}

export function externalRefOf(seed: number, number: number): string {
  return `SHOP${seed}-${String(number).padStart(6, '0')}`;
}

function inOrderOfTime(orders: readonly PlannedOrder[], deliveries: readonly Delivery[], until: Date): Action[] {
  const delivered = deliveries.map<Action>((delivery) => ({ kind: 'deliver', at: delivery.at, delivery }));
  const lives = orders.flatMap<Action>((order) => [
    { kind: 'place', at: order.at, order },
    ...order.story.beats.map<Action>((beat, step) => ({ kind: 'move', at: order.times[step] ?? until, order, step, beat })),
  ]);
  // Of two at the same moment the one that is first here stays first: deliveries, and an order's own moves in turn.
  return [...delivered, ...lives].filter(({ at }) => at <= until).sort((a, b) => a.at.getTime() - b.at.getTime());
}

/** Customers join before their first order; some who never ordered have joined as well. */
function joinedAt(
  customers: readonly Customer[],
  orders: readonly PlannedOrder[],
  period: Period,
  random: Random,
): Map<string, Date> {
  const first = new Map<string, Date>();
  for (const { customer, at } of orders) if (!first.has(customer.email)) first.set(customer.email, at);
  const span = period.until.getTime() - period.from.getTime();
  return new Map(
    customers.map(({ email }) => {
      const ordered = first.get(email);
      const moment = ordered
        ? ordered.getTime() - random.between(0.05, 2) * HOUR
        : period.from.getTime() + random.next() * span;
      return [email, new Date(Math.floor(moment))];
    }),
  );
}
