import { drained, sessionsThatWait } from '../stage/signals.js';
import type { Drill } from './drill.js';

export const twoBuyersOfTheLastUnit: Drill = {
  name: 'two-buyers-of-the-last-unit',
  about: 'two buyers of the last unit, at two replicas, have both looked before either has bought',
  play: async (stage) => {
    const { system, customer } = stage;
    const sku = await customer.product(1);
    const gate = await stage.closeGate({ table: 'orders', before: 'insert' });
    const purchase = { status: 'placed', items: [{ sku, qty: 1, price: 5 }] };
    const buying = [customer.send(customer.order(purchase), 0), customer.send(customer.order(purchase), 1)];
    await sessionsThatWait(system, 2);
    await gate.open();
    await Promise.all(buying);
    await drained(system);
  },
};
