import { holdStock } from '../stage/hold-stock.js';
import { drained, sessionsThatWait } from '../stage/signals.js';
import type { Drill } from './drill.js';

export const oppositeLines: Drill = {
  name: 'opposite-lines',
  about: 'two orders of the same three products, lines in opposite order, while a session holds the one in the middle',
  play: async ({ system, customer }) => {
    const skus = [await customer.product(10), await customer.product(10), await customer.product(10)];
    const letGo = await holdStock(system, skus[1] ?? '');
    const ordering = [
      customer.send(customer.order({ status: 'placed', items: linesOf(skus) }), 0),
      customer.send(customer.order({ status: 'placed', items: linesOf(skus.toReversed()) }), 1),
    ];
    await sessionsThatWait(system, 2);
    await letGo();
    await Promise.all(ordering);
    await drained(system);
  },
};

const linesOf = (skus: readonly string[]) => skus.map((sku) => ({ sku, qty: 1, price: 5 }));
