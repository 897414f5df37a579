import type { Problem } from './problem.js';

/** What the stock and the catalogue refuse. */
export const inventoryProblems = {
  product_not_found: {
    status: 404,
    title: 'There is no such product',
    about: 'No product has this SKU, or it was deleted. SKUs are matched exactly.',
  },
  duplicate_sku: {
    status: 409,
    title: 'Another product has this SKU',
    about: 'A SKU names one product only (`sku`), archived ones included.',
  },
  product_in_use: {
    status: 409,
    title: 'Orders know the product',
    about: 'A product that is or was in an order cannot be deleted (`sku`). Archive it: `PATCH` with `{"archived": true}`.',
  },
  backorders_open: {
    status: 409,
    title: 'Orders hold more than is there',
    about: 'Backorders stay allowed until `held` is no more than `on_hand` of `sku`: book in what arrived, or cancel orders.',
  },
  insufficient_stock: {
    status: 409,
    title: 'There is not enough stock',
    about: '`shortfall` lists `sku, requested, available` of every SKU that is short. Nothing was written.',
  },
  too_many_units: {
    status: 409,
    title: 'More units than can be counted',
    about: 'At most 1,000,000,000 units of a product are on hand, and as many held (`skus`).',
  },
  product_archived: {
    status: 409,
    title: 'A product is no longer sold',
    about: '`skus` are archived products. Orders that hold them already go on; new ones are not taken.',
  },
  unknown_sku: {
    status: 422,
    title: 'A SKU is no product',
    about: 'This installation takes orders of products only (`SKU_CHECK=enforce`). `errors` points to the lines.',
  },
  stock_inconsistent: {
    status: 409,
    title: 'The counters of the stock contradict the orders',
    about:
      'More is to be released than the counters of `skus` say is held: somebody wrote into the database. The doctor repairs it.',
  },
} satisfies Record<string, Problem>;
