import { drained, sessionsThatWait } from '../stage/signals.js';
import type { Drill } from './drill.js';

export const killBetweenNoteAndEffect: Drill = {
  name: 'kill-between-note-and-effect',
  about: 'kill -9 of the consumer between the note that an event was handled and its effect',
  play: async (stage) => {
    const { system, customer } = stage;
    const gate = await stage.closeGate({ table: 'effects', before: 'insert' });
    await customer.place();
    const session = await sessionsThatWait(system, 1);
    const restarted = system.consumer.process.end();
    await stage.terminate(session);
    await gate.open();
    await restarted;
    await drained(system);
  },
};
