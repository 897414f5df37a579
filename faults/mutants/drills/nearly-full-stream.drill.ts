import { eventually } from '#libs/testing';
import { changeStream } from '../stage/change-stream.js';
import { drained, publishFailures } from '../stage/signals.js';
import type { Drill } from './drill.js';

export const nearlyFullStream: Drill = {
  name: 'nearly-full-stream',
  about: 'a stream that takes no batches and is nearly full has no room for an event, but for the next one of its order',
  play: async ({ system, customer }) => {
    await changeStream(system, 'orders', () => ({ allow_atomic: false }));
    const order = await customer.place();
    await drained(system);
    await changeStream(system, 'orders', (bytes) => ({ max_bytes: bytes + 4_000 }));
    await customer.note(order, 'long '.repeat(1_200));
    await customer.note(order, 'short');
    const before = await publishFailures(system);
    await eventually(async () => (await publishFailures(system)) >= before + 2, { within: 10_000 });
    await changeStream(system, 'orders', (bytes) => ({ max_bytes: bytes + 1_000_000 }));
    await drained(system);
  },
};
