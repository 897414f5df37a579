import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { newId } from '#libs/kernel';
import { eventually } from '#libs/testing';
import { Tail, type TailReader } from '../src/index.js';
import { anEvent, sequenceOf, setup, type Bench } from './setup.js';

let bench: Bench;
let reader: TailReader<number> | undefined;

beforeEach(async () => {
  bench = await setup();
});

afterEach(async () => {
  reader?.stop();
  await bench.close();
});

async function restart(config?: string): Promise<void> {
  await bench.nats.stop();
  await eventually(() => bench.link.current === undefined);
  await bench.nats.start(config);
  await eventually(() => bench.link.current !== undefined, { within: 10_000 });
}

describe('a stream with events that are larger than the broker takes since it was started anew', () => {
  it('is read as it is', async () => {
    await restart('max_payload: 8388608');
    const key = newId();
    for (const [sequence, filling] of [[1, 0], [2, 6_000_000], [3, 0], [4, 3_000_000], [5, 5_000_000]] as const) {
      const { subject, payload } = anEvent(key, sequence, { filling: 'x'.repeat(filling) });
      await bench.link.current?.client.publish(subject, payload);
    }
    await restart();
    expect(bench.link.current?.can.maxPayload).toBe(1_048_576);
    expect((await bench.stream()).map(sequenceOf)).toEqual([1, 2, 3, 4, 5]);
    reader = await new Tail(bench.link, { stream: 'orders', view: sequenceOf }).open(0);
    const taken: number[] = [];
    for await (const sequence of reader) if (taken.push(sequence) === 5) break;
    expect(taken).toEqual([1, 2, 3, 4, 5]);
  });
});
