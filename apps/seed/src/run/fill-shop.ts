import type { Api } from '../api/api.js';
import { Refused } from '../api/errors.js';
import { planShop, type Action, type Plan, type Recipe } from '../plan/plan.js';
import type { Progress } from '../terminal/progress.js';
import { count } from '../terminal/progress.js';
import { createCustomers } from './fill-customers.js';
import { moveOrder, placeOrder, type Placed } from './fill-orders.js';
import { createProducts, Warehouse } from './fill-products.js';
import { performInTurn } from './in-turn.js';
import { Tally } from './tally.js';

export interface Filling {
  readonly api: Api;
  readonly recipe: Recipe;
  readonly width: number;
  readonly stop: AbortSignal;
  readonly progress: (title: string, total: number) => Progress;
  readonly tally: Tally;
}

/** Fills the shop as planned; what is there already is left as it is. Ends early, in good order, when it is to stop. */
export async function fillShop(filling: Filling): Promise<void> {
  const plan = planShop(filling.recipe);
  await fillProducts(plan, filling);
  const customerIds = await fillCustomers(plan, filling);
  await liveThrough(plan, customerIds, filling);
}

async function fillProducts({ products, period }: Plan, { api, progress, tally, stop }: Filling): Promise<void> {
  if (stop.aborted) return;
  const bar = progress('Products', products.length);
  const made = await createProducts(api, products, new Date(period.from.getTime() - 86_400_000));
  tally.products = { made, found: products.length - made };
  bar.end(told(tally.products));
}

async function fillCustomers(plan: Plan, { api, progress, tally, width, stop, recipe }: Filling): Promise<Map<string, string>> {
  const bar = progress('Customers', plan.customers.length);
  const ids = new Map<string, string>();
  await createCustomers(api, plan, { width, stop, seed: recipe.seed }, (email, id, isNew) => {
    ids.set(email, id);
    tally.customers[isNew ? 'made' : 'found'] += 1;
    bar.show({ done: ids.size, about: `${count(ids.size)} of ${count(plan.customers.length)}` });
  });
  bar.end(told(tally.customers));
  return ids;
}

/** Everything that happens in the shop, in the order in which it happens. */
async function liveThrough(plan: Plan, customerIds: ReadonlyMap<string, string>, filling: Filling): Promise<void> {
  const { api, tally, width, stop, progress, recipe } = filling;
  if (stop.aborted) return;
  const bar = progress('Orders', plan.actions.length);
  const warehouse = new Warehouse(api, recipe.seed);
  const orders = new Map<string, Placed>();
  let done = 0;
  const perform = async (action: Action): Promise<void> => {
    switch (action.kind) {
      case 'deliver':
        tally.deliveries[(await warehouse.receive(action.delivery)) ? 'made' : 'found'] += 1;
        break;
      case 'place': {
        const { order } = action;
        const more = order === plan.orders[0] ? { seed: recipe } : {};
        const placed = await placeOrder(api, order, customerIds.get(order.customer.email) ?? '', more);
        orders.set(order.externalRef, placed);
        tally.orders[placed.found ? 'found' : 'made'] += 1;
        break;
      }
      case 'move': {
        const placed = orders.get(action.order.externalRef);
        const isMade = placed === undefined || action.step < placed.movesMade;
        if (!isMade) await moveOrder(api, placed, action.beat, `${action.order.externalRef}/${action.step}`, action.at);
        tally.moves[isMade ? 'found' : 'made'] += 1;
        break;
      }
    }
  };
  await performInTurn(plan.actions, {
    width,
    stop,
    keyOf: (action) => (action.kind === 'deliver' ? action.delivery.sku : action.order.externalRef),
    gates: (action) => action.kind === 'deliver',
    perform: async (action) => {
      await perform(action).catch((error: unknown) => {
        if (!(error instanceof Refused) || error.problem.status !== 409) throw error;
        tally.refused.push(error);
      });
      done += 1;
      bar.show({ done, about: `${count(orders.size)} of ${count(plan.orders.length)} orders` });
    },
  });
  bar.end(told(tally.orders));
}

function told({ made, found }: { made: number; found: number }): string {
  return found === 0
    ? `${count(made)}`
    : made === 0
      ? `${count(found)} were there`
      : `${count(made)} more, ${count(found)} were there`;
}
