import { postOrder } from './order-body.js';
import { makeProducts } from './products.js';
import type { Scenario } from './scenario.js';

const PRODUCTS = 1_000;

export const createHolding: Scenario = {
  name: 'create-holding',
  about: `POST /orders with 2 items that are held, over ${PRODUCTS} products`,
  target: 'service',
  prepare: async (url) => {
    const skus = await makeProducts(url, 'HELD', PRODUCTS, 1_000_000);
    return skus.map((sku, index) => {
      const other = skus[(index + PRODUCTS / 2) % PRODUCTS];
      const items = [sku, other].map((one) => ({ sku: one, qty: 1, price: 9.9 }));
      return postOrder({ status: 'placed', items });
    });
  },
};
