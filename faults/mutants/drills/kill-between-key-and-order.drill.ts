import { killAndRepeat } from '../stage/kill-and-repeat.js';
import type { Drill } from './drill.js';

export const killBetweenKeyAndOrder: Drill = {
  name: 'kill-between-key-and-order',
  about: 'kill -9 of the service between idempotency key and order; the client repeats the request',
  play: async (stage) => {
    const gate = await stage.closeGate({ table: 'orders', before: 'insert' });
    await killAndRepeat(stage, gate, stage.customer.order());
  },
};
