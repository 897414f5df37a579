import type { Random } from '#libs/kernel';
import type { Group, Product } from '../shop/catalogue.js';
import type { Route } from './stories.js';

export interface Line {
  readonly product: Product;
  readonly qty: number;
}

type Shares = Readonly<Record<Group, number>>;

const TASTES: Readonly<Record<Route, Shares>> = {
  parcel: { coffee: 70, brewing: 18, gift: 8, course: 4, counter: 0 },
  pickup: { coffee: 75, brewing: 15, gift: 5, course: 5, counter: 0 },
  counter: { coffee: 6, brewing: 2, gift: 1, course: 1, counter: 90 },
};

const LINES = [1, 2, 3, 4];
const LINE_SHARES = [46, 32, 15, 7];

/** What somebody buys: a few products, none of them twice. */
export function fillBasket(products: readonly Product[], route: Route, random: Random): Line[] {
  const wanted = random.weighted(LINES, (count) => LINE_SHARES[count - 1] ?? 0);
  const shares = TASTES[route];
  const weight = ({ group, popularity }: Product): number => (shares[group] / groupSize(products, group)) * popularity;
  return linesOf(wanted, products, weight, random, ({ group }) =>
    group === 'coffee' || group === 'counter' ? few(random) : 1,
  );
}

/** What a café or an office buys: coffee by the kilogram, and papers. */
export function fillSack(products: readonly Product[], random: Random): Line[] {
  const weight = ({ sku, popularity }: Product): number => (/-1000$|PAPER/.test(sku) ? popularity : popularity / 1_000);
  return linesOf(random.int(2, 4), products, weight, random, () => random.int(2, 8));
}

function linesOf(
  wanted: number,
  products: readonly Product[],
  weightOf: (product: Product) => number,
  random: Random,
  qtyOf: (product: Product) => number,
): Line[] {
  const bought = new Map<string, Line>();
  for (let line = 0; line < wanted; line += 1) {
    const product = random.weighted(products, weightOf);
    if (!bought.has(product.sku)) bought.set(product.sku, { product, qty: qtyOf(product) });
  }
  return [...bought.values()];
}

function groupSize(products: readonly Product[], group: Group): number {
  return products.reduce((sum, product) => (product.group === group ? sum + product.popularity : sum), 0);
}

const few = (random: Random): number => random.weighted([1, 2, 3], (qty) => 1 / qty ** 1.6);
