import { createHolding } from './create-holding.js';
import { createOrder } from './create-order.js';
import { emptyPost } from './empty-post.js';
import { flashSale } from './flash-sale.js';
import { fiftiethPage, firstPage } from './list-orders.js';
import { manyProducts } from './many-products.js';
import { mixed } from './mixed.js';
import { patchStatus } from './patch-status.js';
import { readOrder } from './read-order.js';
import { sustained } from './sustained.js';
import type { Scenario } from './scenario.js';

/** Every other scenario is compared with this one of the same run. */
export const BASELINE: Scenario = emptyPost;

export const SCENARIOS: readonly Scenario[] = [
  BASELINE,
  createOrder,
  createHolding,
  readOrder,
  firstPage,
  fiftiethPage,
  patchStatus,
  mixed,
  manyProducts,
  flashSale,
  sustained,
];

/** The baseline, what `only` names and what that is compared with. @throws Error for a name that no scenario has */
export function scenariosOf(only: readonly string[]): readonly Scenario[] {
  const unknown = only.find((name) => !SCENARIOS.some((scenario) => scenario.name === name));
  if (unknown !== undefined) {
    throw new Error(`There is no scenario ${unknown}; there are ${SCENARIOS.map(({ name }) => name).join(', ')}.`);
  }
  if (only.length === 0) return SCENARIOS;
  const others = SCENARIOS.flatMap(({ name, comparedWith = [] }) => (only.includes(name) ? comparedWith : []));
  return SCENARIOS.filter((scenario) => scenario === BASELINE || [...only, ...others].includes(scenario.name));
}
