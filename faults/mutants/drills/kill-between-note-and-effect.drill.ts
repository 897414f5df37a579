import { drained, sessionsThatWait } from '../stage/signals.js';
import type { Drill } from './drill.js';

export const killBetweenNoteAndEffect: Drill = {
  name: 'kill-between-note-and-effect',
  about: 'kill -9 of the consumer between the note that an event was handled and its effect',
  play: async (stage) => {
    const { system, customer } = stage;
    const gate = await stage.closeGate({ table: 'effects', before: 'insert' });
    // Events of orders are handled in batches, those of stock one by one.
    await customer.place();
    await customer.product(1);
    const sessions = await sessionsThatWait(system, 2);
    const restarted = system.consumer.process.end();
    await stage.terminate(sessions);
    await gate.open();
    await restarted;
    await drained(system);
  },
};
