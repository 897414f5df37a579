import type { Api } from '../api/api.js';
import type { Recipe } from '../plan/plan.js';
import type { Tally } from '../run/tally.js';
import { count } from './progress.js';

type Sizes = Omit<Recipe, 'until'>;

/** What the person is told besides the bars. */
export function notEmpty(url: string): string {
  return `The shop at ${url} has products, customers or orders already: nothing was added.\n`;
}

export function found(earlier: Recipe, asked: Sizes): string {
  const { seed, orders, customers, products, until } = earlier;
  const same = orders === asked.orders && customers === asked.customers && products === asked.products;
  const sizes = `${count(orders)} orders, ${count(customers)} customers and ${count(products)} products`;
  return (
    `Seed ${seed} was sown here on ${until.slice(0, 10)} with ${sizes}; what is missing is added.\n` +
    (same ? '' : `  (Another size needs another seed: npm run seed -- --seed ${seed + 1} --orders ${asked.orders})\n`)
  );
}

export function ended(tally: Tally, { api, recipe, stopped }: { api: Api; recipe: Recipe; stopped: boolean }): string {
  const told = stopped ? stoppedAt(tally, recipe) : tally.changed ? '' : 'Everything was there already: nothing was added.\n';
  return told + refusals(tally) + (api.takesTimes ? '' : TODAY) + (stopped ? '' : lookAt(api.url));
}

function stoppedAt({ orders }: Tally, recipe: Recipe): string {
  const there = orders.made + orders.found;
  return `Stopped with ${count(there)} of ${count(recipe.orders)} orders there. The same command goes on from here.\n`;
}

function refusals({ refused: [first, ...others] }: Tally): string {
  if (!first) return '';
  return `${count(1 + others.length)} steps no longer fit and were left out, the first of them: ${first.message}\n`;
}

const TODAY = 'The service keeps to its own clock (ALLOW_BACKDATING is not set), so all of this is of today.\n';

function lookAt(url: string): string {
  return `
Look at it:

  ${url}/orders/statistics
  ${url}/orders?status=shipped
  ${url}/orders?q=espresso
  ${url}/products?low_stock=true
  ${url}/customers
  ${url}/docs
`;
}
