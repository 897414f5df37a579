import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { eventually } from '#libs/testing';
import { Relay, Tail, type TailOptions, type TailReader } from '../src/index.js';
import { anEvent, sequenceOf, setup, type Bench } from './setup.js';

const KIB = 1_024;

let bench: Bench;
let relay: Relay;
const open: TailReader<unknown>[] = [];
beforeAll(async () => {
  bench = await setup();
  relay = new Relay(bench.database, bench.link);
  relay.start();
});
afterEach(() => open.splice(0).forEach((reader) => reader.stop()));
afterAll(async () => {
  await relay.stop();
  await bench.close();
});

const tailOf = (options: Partial<TailOptions<number>> = {}) =>
  new Tail<number>(bench.link, { stream: 'orders', view: sequenceOf, ...options });

async function reading(tail: Tail<number>, after?: number, onOutrun?: () => void): Promise<AsyncIterator<number>> {
  const reader = await tail.open(after, onOutrun);
  open.push(reader);
  return reader[Symbol.asyncIterator]();
}

async function take(items: AsyncIterator<number>, count: number): Promise<number[]> {
  const taken: number[] = [];
  while (taken.length < count) taken.push((await items.next()).value as number);
  return taken;
}

/** Events of one order with these numbers, each `bytes` large. */
async function publish(from: number, count: number, bytes = 0): Promise<void> {
  const key = randomUUID();
  const numbers = Array.from({ length: count }, (_, n) => from + n);
  for (const number of numbers) await bench.commit(anEvent(key, number, { padding: 'x'.repeat(bytes) }));
  relay.wake();
  await eventually(async () => (await bench.backlog()) === 0);
}

const stateOf = async () => {
  const { state } = (await bench.link.current?.manager.streams.info('orders')) ?? {};
  if (!state) throw new Error('the broker is away');
  return state;
};

const numbersFrom = (from: number, count: number): number[] => Array.from({ length: count }, (_, n) => from + n);

describe('readers of a stream', () => {
  it('get what was there and what comes, each once and in order, though some is deleted and some no longer kept', async () => {
    const { last_seq: start } = await stateOf();
    const tail = tailOf({ keptBytes: 3_000 });
    await publish(1, 250);
    await bench.link.current?.manager.streams.deleteMessage('orders', start + 100);
    const reader = await reading(tail, start);
    expect(await take(reader, 120)).toEqual([...numbersFrom(1, 99), ...numbersFrom(101, 21)]);
    await publish(251, 50);
    expect(await take(reader, 179)).toEqual(numbersFrom(122, 179));
  });

  it('begin with what comes from now on without a position', async () => {
    const reader = await reading(tailOf());
    await publish(1, 2);
    expect(await take(reader, 2)).toEqual([1, 2]);
  });

  it('go on after the broker was killed', async () => {
    const reader = await reading(tailOf());
    await publish(1, 1);
    expect(await take(reader, 1)).toEqual([1]);
    await bench.nats.kill();
    await bench.nats.start();
    await eventually(() => bench.link.current !== undefined);
    await publish(2, 2);
    expect(await take(reader, 2)).toEqual([2, 3]);
  });

  it('leave no consumer behind, whether they took something or not', async () => {
    const tail = tailOf();
    const { last_seq: start } = await stateOf();
    await publish(1, 3);
    await Promise.all(Array.from({ length: 20 }, async (_, n) => {
      const reader = await reading(tail, start);
      await take(reader, n % 3);
    }));
    await eventually(async () => (await stateOf()).consumer_count === 1);
    open.splice(0).forEach((reader) => reader.stop());
    await eventually(async () => (await stateOf()).consumer_count === 0);
  });

  it('can be stopped while the broker is away', async () => {
    const tail = tailOf();
    const ended = (await reading(tail)).next();
    await bench.nats.stop();
    open.splice(0).forEach((reader) => reader.stop());
    expect(await ended).toEqual({ value: undefined, done: true });
    await bench.nats.start();
    await eventually(() => bench.link.current !== undefined);
  });
});

describe('many readers that take nothing of large events', () => {
  it('hold a bounded number of bytes, and disturb neither the relay nor those who follow', async () => {
    const { last_seq: start } = await stateOf();
    await publish(1, 60, 900 * KIB);
    const current = bench.link.current;
    const received = () => current?.connection.stats().inBytes ?? 0;
    const before = received();
    const tail = tailOf();
    const idle = await Promise.all(Array.from({ length: 100 }, () => reading(tail, start)));
    idle.forEach((reader) => void reader.next());
    const following = await reading(tail);
    await publish(61, 10, 900 * KIB);
    expect(await take(following, 10)).toEqual(numbersFrom(61, 10));
    expect((received() - before) / KIB ** 2).toBeLessThan(64);
    expect(current?.lost.aborted).toBe(false);
  });

  it('are told when what they hold is to be kept no longer, and nobody else is', async () => {
    const tail = tailOf({ keptBytes: 300 * KIB });
    const outrun: string[] = [];
    const slow = await reading(tail, undefined, () => outrun.push('slow'));
    const quick = await reading(tail, undefined, () => outrun.push('quick'));
    await publish(1, 1, 100 * KIB);
    await take(slow, 1);
    await take(quick, 1);
    const rest = take(quick, 4);
    await publish(2, 4, 100 * KIB);
    expect(await rest).toEqual([2, 3, 4, 5]);
    expect(outrun).toEqual(['slow']);
    expect(await take(slow, 4)).toEqual([2, 3, 4, 5]);
  });
});
