import { buyOne } from './order-body.js';
import { makeProducts } from './products.js';
import type { Scenario } from './scenario.js';

const PRODUCTS = 1_000;

export const manyProducts: Scenario = {
  name: 'many-products',
  about: `10,000 orders that hold one unit each, over ${PRODUCTS} products, on 64 connections`,
  target: 'service',
  amount: 10_000,
  connections: 64,
  prepare: async (url) => (await makeProducts(url, 'MANY', PRODUCTS, 1_000_000)).map(buyOne),
};
