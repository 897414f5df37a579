import { drained } from '../stage/signals.js';
import type { Drill } from './drill.js';

export const frozenRelay: Drill = {
  name: 'frozen-relay',
  about: 'a replica that has published freezes; the other one must go on soon after its lease is over',
  play: async ({ system, replicas, customer }) => {
    const [active, other] = replicas;
    // While the other one is away, every partition is taken by this one.
    const restarted = other.process.end();
    await customer.place();
    await drained(system);
    await restarted;
    await active.process.freeze();
    try {
      await customer.place({}, 1);
      const takeover = await drained(system);
      return [{ name: 'freeze-relay-owner', target: active.name, at: 0, takeover }];
    } finally {
      active.process.thaw();
    }
  },
};
