import { killAndRepeat } from '../stage/kill-and-repeat.js';
import type { Drill } from './drill.js';

export const killBetweenChangeAndKey: Drill = {
  name: 'kill-between-change-and-key',
  about: 'kill -9 of the service between the change of an order and its idempotency key; the client repeats the request',
  play: async (stage) => {
    const { customer } = stage;
    const order = await customer.place({ items: [{ sku: 'ENGRAVING', qty: 3, price: 5 }] });
    const gate = await stage.closeGate({ table: 'idempotency_keys', before: 'commit' });
    await killAndRepeat(stage, gate, customer.cancelUnit(order));
  },
};
