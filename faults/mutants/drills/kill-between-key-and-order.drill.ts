import { drained, sessionsThatWait } from '../stage/signals.js';
import type { Drill } from './drill.js';

export const killBetweenKeyAndOrder: Drill = {
  name: 'kill-between-key-and-order',
  about: 'kill -9 of the service between idempotency key and order; the client repeats the request',
  play: async (stage) => {
    const { system, replicas, customer } = stage;
    const gate = await stage.closeGate({ table: 'orders', before: 'insert' });
    const request = customer.order();
    const lost = customer.send(request);
    const session = await sessionsThatWait(system, 1);
    const restarted = replicas[0].process.end();
    await lost;
    await stage.terminate(session);
    await gate.open();
    await customer.send(request, 1);
    await restarted;
    await drained(system);
  },
};
