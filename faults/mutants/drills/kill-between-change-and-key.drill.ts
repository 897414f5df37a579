import { drained, sessionsThatWait } from '../stage/signals.js';
import type { Drill } from './drill.js';

export const killBetweenChangeAndKey: Drill = {
  name: 'kill-between-change-and-key',
  about: 'kill -9 of the service between the change of an order and its idempotency key; the client repeats the request',
  play: async (stage) => {
    const { system, replicas, customer } = stage;
    const order = await customer.place({ items: [{ sku: 'ENGRAVING', qty: 3, price: 5 }] });
    const gate = await stage.closeGate({ table: 'idempotency_keys', before: 'commit' });
    const request = customer.cancelUnit(order);
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
