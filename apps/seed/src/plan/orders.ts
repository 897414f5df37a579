import type { Random } from '#libs/kernel';
import { CURRENCY, type Product } from '../shop/catalogue.js';
import type { Customer } from '../shop/people.js';
import { fillBasket, fillSack, type Line } from './basket.js';
import { drawMoment, HOUR } from './calendar.js';
import { COUPONS, NOTES } from './reasons.js';
import { tellStory, tellStoryUntil, type Route, type Story } from './stories.js';

/** An order before it has a number. */
export interface Draft {
  readonly at: Date;
  readonly customer: Customer;
  readonly actor: string;
  readonly lines: readonly Line[];
  readonly story: Story;
  /** The times of the story's beats. */
  readonly times: readonly Date[];
  /** The create body but for the ids and the reference. */
  readonly body: Readonly<Record<string, unknown>>;
}

export interface Period {
  readonly from: Date;
  readonly until: Date;
}

const ROUTES: readonly Route[] = ['parcel', 'pickup', 'counter'];
const ROUTE_SHARES: Readonly<Record<Route, number>> = { parcel: 64, pickup: 14, counter: 22 };

/** The times of the service's statuses are its own; a shop of any size shows each of them. */
const STATUSES = 'draft pending placed confirmed preparing ready shipped delivered completed cancelled expired rejected'.split(
  ' ',
);

export interface Shop {
  readonly products: readonly Product[];
  readonly customers: readonly Customer[];
}

/** Orders of the whole period, in no order. */
export function draftOrders(count: number, shop: Shop, period: Period, random: Random): Draft[] {
  const shown = Math.min(count, count < 240 ? STATUSES.length : 2 * STATUSES.length);
  return Array.from({ length: count }, (_, index) => {
    const own = random.fork(`order ${index}`);
    const status = index < shown ? STATUSES[index % STATUSES.length] : undefined;
    return status === undefined ? draftOrder(shop, period, own) : draftOrderIn(status, shop, period, own);
  });
}

function draftOrder(shop: Shop, period: Period, random: Random): Draft {
  const customer = random.weighted(shop.customers, ({ weight }) => weight);
  const route = customer.company ? 'parcel' : random.weighted(ROUTES, (one) => ROUTE_SHARES[one]);
  const lines = customer.company ? fillSack(shop.products, random) : fillBasket(shop.products, route, random);
  const at = drawMoment(route, period.from, period.until, random);
  const story = tellStory(route, qtysOf(lines), random);
  const times = story.beats.reduce<Date[]>((known, { hours }) => [...known, later(known.at(-1) ?? at, hours)], []);
  return { at, customer, lines, story, times, ...detailsOf(route, customer, lines, at, period, random) };
}

/** One of the last two days that has come just so far. */
function draftOrderIn(status: string, shop: Shop, period: Period, random: Random): Draft {
  const customer = random.pick(shop.customers);
  const lines = fillBasket(shop.products, 'parcel', random);
  const story = tellStoryUntil(status, qtysOf(lines), random);
  const hours = random.between(3, 44);
  const at = later(period.until, -hours);
  const times = story.beats.map((_, index) => later(at, (hours * (index + 1)) / (story.beats.length + 1)));
  return { at, customer, lines, story, times, ...detailsOf('parcel', customer, lines, at, period, random) };
}

const later = (moment: Date, hours: number): Date => new Date(Math.floor(moment.getTime() + hours * HOUR));

const qtysOf = (lines: readonly Line[]): number[] => lines.map(({ qty }) => qty);

const CHANNELS: Readonly<Record<Route, readonly string[]>> = {
  parcel: ['web', 'web', 'web', 'web', 'web', 'web', 'web', 'marketplace', 'chat', 'phone'],
  pickup: ['web', 'web', 'web', 'web', 'phone', 'chat'],
  counter: ['till'],
};

function detailsOf(
  route: Route,
  customer: Customer,
  lines: readonly Line[],
  at: Date,
  { until }: Period,
  random: Random,
): Pick<Draft, 'actor' | 'body'> {
  const channel = random.pick(CHANNELS[route]);
  const coupon = route === 'parcel' && random.chance(0.06) ? random.pick(COUPONS) : undefined;
  const ready = later(at, random.between(20, 60));
  const talked = channel === 'chat' || channel === 'phone';
  const body = {
    customer_name: customer.fullName,
    currency: CURRENCY,
    facility_id: facilityOf(route, random),
    ...(talked && { conversation_id: `${channel}-${random.int(100_000, 999_999)}` }),
    // Only what is still to come is expected.
    ...(route !== 'counter' && ready > until && { estimated_ready_time: ready.toISOString() }),
    items: lines.map((line) => itemOf(line, coupon)),
    metadata: {
      channel,
      payment: random.pick(route === 'counter' ? ['card', 'card', 'cash'] : ['card', 'transfer', 'wallet', 'invoice']),
      ...(route === 'parcel' && { deliver_to: customer.city }),
      ...(coupon && { coupon }),
      ...(route !== 'counter' && random.chance(0.12) && { note: random.pick(NOTES) }),
    },
  };
  return { actor: channel === 'till' ? 'till:1' : `${channel}:customer`, body };
}

function facilityOf(route: Route, random: Random): string {
  if (route === 'parcel') return random.chance(0.15) ? 'warehouse-north' : 'roastery';
  return random.pick(['cafe-harbour', 'cafe-harbour', 'cafe-market']);
}

/** With a coupon a tenth less is charged than the list price. */
function itemOf({ product, qty }: Line, coupon?: string) {
  const { sku, name, price } = product;
  const charged = coupon ? { price: Math.round(price * 90) / 100, unit_price: price } : { price };
  return { sku, qty, item_name: name, ...charged };
}
