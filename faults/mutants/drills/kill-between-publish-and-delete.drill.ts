import { findRelayOwner } from '../../kinds/relay-owner.js';
import { drained, sessionsThatWait } from '../stage/signals.js';
import type { Drill } from './drill.js';

export const killBetweenPublishAndDelete: Drill = {
  name: 'kill-between-publish-and-delete',
  about: 'kill -9 of the relay owner between publish and delete; another relay publishes the rows again',
  play: async (stage) => {
    const { system, customer } = stage;
    const gate = await stage.closeGate({ table: 'outbox', before: 'delete' });
    await customer.place();
    const session = await sessionsThatWait(system, 1);
    const owner = await findRelayOwner(system);
    const restarted = owner.replica.process.end();
    await stage.terminate(session);
    await gate.open();
    await restarted;
    await drained(system);
  },
};
