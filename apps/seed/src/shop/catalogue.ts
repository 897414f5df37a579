import { BREWING, COFFEES, COUNTER, GIFTS_AND_COURSES, type Coffee } from './assortment.js';

export interface Product {
  readonly sku: string;
  readonly name: string;
  /** In euros. */
  readonly price: number;
  readonly lowStockThreshold: number | null;
  readonly allowBackorder: boolean;
  /** What is made to order, such as a cappuccino, is not counted. */
  readonly trackStock: boolean;
  readonly group: Group;
  /** How often it is bought, against the others of its group. */
  readonly popularity: number;
}

export type Group = 'coffee' | 'brewing' | 'gift' | 'course' | 'counter';

const SIZES = [
  { label: '250 g', code: '250', factor: 1, popularity: 1 },
  { label: '1 kg', code: '1000', factor: 3.6, popularity: 0.45 },
];

export const CURRENCY = 'EUR';

/** Everything that the roastery sells, group by group. */
export const CATALOGUE: readonly Product[] = [
  ...COFFEES.flatMap((coffee) => SIZES.map((size) => bag(coffee, size))),
  ...BREWING.map(([code, name, price, popularity]) => product('brewing', `GEAR-${code}`, name, price, popularity, 8)),
  ...GIFTS_AND_COURSES.map(([code, name, price, popularity]) =>
    product(code.startsWith('CRS') ? 'course' : 'gift', code, name, price, popularity, 5),
  ),
  ...COUNTER.map(([code, name, price, popularity]) => ({
    ...product('counter', `BAR-${code}`, name, price, popularity, null),
    trackStock: false,
  })),
];

/** `count` products of the catalogue, of every group its share. */
export function assortmentOf(count: number): readonly Product[] {
  if (count >= CATALOGUE.length) return CATALOGUE;
  return CATALOGUE.filter(
    (_, index) => Math.floor(((index + 1) * count) / CATALOGUE.length) > Math.floor((index * count) / CATALOGUE.length),
  );
}

function bag({ code, name, price, popularity }: Coffee, size: (typeof SIZES)[number]): Product {
  const whole = size.factor === 1 ? price : Math.round(price * size.factor) - 0.1;
  const sku = `BEAN-${code}-${size.code}`;
  return product('coffee', sku, `${name}, ${size.label}`, Number(whole.toFixed(2)), popularity * size.popularity, 20);
}

function product(
  group: Group,
  sku: string,
  name: string,
  price: number,
  popularity: number,
  lowStockThreshold: number | null,
): Product {
  const trackStock = true;
  // A grinder for half a shop is ordered from its maker when somebody wants one.
  const allowBackorder = group === 'brewing' && price > 400;
  return { sku, name, price, lowStockThreshold, allowBackorder, trackStock, group, popularity };
}
