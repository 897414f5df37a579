import type { LoadResult } from '../load/load.js';
import { buyOne } from './order-body.js';
import { makeProducts } from './products.js';
import type { Scenario } from './scenario.js';

const UNITS = 5_000;
const BUYERS = 10_000;

export const flashSale: Scenario = {
  name: 'flash-sale',
  about: `${BUYERS} buyers of ${UNITS} units of one product, on 64 connections: half of them are told that it is gone`,
  target: 'service',
  amount: BUYERS,
  connections: 64,
  expects: [409],
  comparedWith: 'many-products',
  prepare: async (url) => (await makeProducts(url, 'FLASH', 1, UNITS)).map(buyOne),
  verify: verifySale,
};

/** @throws Error when more or fewer units were sold than there were */
async function verifySale(
  url: string,
  { statuses }: LoadResult,
  [request]: readonly { readonly body?: string }[],
): Promise<void> {
  const sold = statuses['201'] ?? 0;
  const refused = statuses['409'] ?? 0;
  if (sold !== UNITS || refused !== BUYERS - UNITS)
    throw new Error(`sold ${sold} of ${UNITS} units, refused ${refused} buyers`);
  const { items } = JSON.parse(request?.body ?? '{}') as { items: [{ sku: string }] };
  const answer = await fetch(`${url}/products/${items[0].sku}`);
  const { held, available } = (await answer.json()) as { held: number; available: number };
  if (held !== UNITS || available !== 0) throw new Error(`${held} units are held and ${available} available after the sale`);
}
