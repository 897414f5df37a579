import { drained, sentToBroker } from '../stage/signals.js';
import type { Drill } from './drill.js';

export const brokerDiesWithAnEvent: Drill = {
  name: 'broker-dies-with-an-event',
  about: 'the broker freezes with an event on its way to it, and is killed',
  play: async ({ system, customer }) => {
    const [broker] = system.brokers;
    await broker?.freeze();
    const sent = sentToBroker(system, 'orders.order_created');
    await customer.place();
    await sent;
    await broker?.end();
    await drained(system);
  },
};
