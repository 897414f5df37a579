import { Api } from './api/api.js';
import { Refused } from './api/errors.js';
import { externalRefOf, type Recipe } from './plan/plan.js';
import { fillShop } from './run/fill-shop.js';
import { Tally } from './run/tally.js';
import type { Options } from './terminal/options.js';
import { Progress, type Output } from './terminal/progress.js';
import * as say from './terminal/sentences.js';

export type SeedOptions = Pick<Options, 'url' | 'seed' | 'orders' | 'customers' | 'products' | 'connections' | 'ifEmpty'>;

/**
 * Fills the shop and tells about it.
 * @returns what was done; `undefined` when there was something and only an empty shop was to be filled
 * @throws NotReachable, Refused
 */
export async function seedShop(options: SeedOptions, output: Output, stop: AbortSignal): Promise<Tally | undefined> {
  const api = new Api(options.url, stop);
  await api.greet();
  if (options.ifEmpty && !(await isEmpty(api))) {
    output.write(say.notEmpty(options.url));
    return undefined;
  }
  const earlier = await earlierRecipe(api, options.seed);
  const recipe = earlier ?? { ...sizesOf(options), until: new Date().toISOString() };
  if (earlier) output.write(say.found(earlier, sizesOf(options)));
  const tally = new Tally();
  const progress = (title: string, total: number): Progress => new Progress(title, total, output);
  await fillShop({ api, recipe, width: options.connections, stop, progress, tally }).catch((error: unknown) => {
    // A request that was to be repeated is given up when it is to stop.
    if (!stop.aborted) throw error;
  });
  output.write(say.ended(tally, { api, recipe, stopped: stop.aborted }));
  return tally;
}

const sizesOf = ({ seed, orders, customers, products }: SeedOptions) => ({ seed, orders, customers, products });

async function isEmpty(api: Api): Promise<boolean> {
  for (const name of ['products', 'customers', 'orders']) {
    const { body } = await api.send<Record<string, readonly unknown[]>>('GET', `/${name}?limit=1`);
    if ((body[name] ?? []).length > 0) return false;
  }
  return true;
}

/** The database keeps the members of metadata in an order of its own; sent so, it would be another request. */
const inItsOrder = ({ seed, orders, customers, products, until }: Recipe): Recipe => ({
  seed,
  orders,
  customers,
  products,
  until,
});

/** The recipe by which this seed's shop was begun: its first order carries it. */
async function earlierRecipe(api: Api, seed: number): Promise<Recipe | undefined> {
  const path = `/orders?limit=1&external_ref=${externalRefOf(seed, 1)}`;
  const { body } = await api.send<{ orders: readonly { metadata: { seed?: Recipe } }[] }>('GET', path);
  const [first] = body.orders;
  if (!first) return undefined;
  if (first.metadata.seed) return inItsOrder(first.metadata.seed);
  const detail = `An order that is not of a seed has the reference ${externalRefOf(seed, 1)}. Use another --seed.`;
  throw new Refused('GET', path, { status: 200, code: 'reference_taken', title: detail });
}
