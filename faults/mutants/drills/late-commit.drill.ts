import { done } from '../stage/customer.js';
import { drained, sessionsThatWait } from '../stage/signals.js';
import type { Drill } from './drill.js';

export const lateCommit: Drill = {
  name: 'late-commit',
  about: 'an order takes its numbers first and commits last; one that came later is published meanwhile',
  play: async (stage) => {
    const { system, customer } = stage;
    const gate = await stage.closeGate({ table: 'outbox', before: 'commit', when: "new.payload like '%commits-last%'" });
    const slow = customer.send(customer.order({ external_ref: 'commits-last' }));
    await sessionsThatWait(system, 1);
    await customer.place();
    await drained(system);
    await gate.open();
    done(await slow);
    await drained(system);
  },
};
