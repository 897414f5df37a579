import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { newId } from '#libs/kernel';
import { eventually } from '#libs/testing';
import { Relay, Tail, type JetStreamLink, type TailReader } from '../src/index.js';
import { anEvent, sequenceOf, setup, type Bench } from './setup.js';

let bench: Bench;
let relay: Relay;
let isTailAway: boolean;
let reader: TailReader<number>;

beforeEach(async () => {
  bench = await setup();
  relay = new Relay(bench.database, bench.link, { pollMs: 20 });
  relay.start();
  isTailAway = false;
});

afterEach(async () => {
  reader.stop();
  await relay.stop();
  await bench.close();
});

/** The link, at which the tail may be later than the relay. */
function linkOfTail(): JetStreamLink {
  return new Proxy(bench.link, {
    get: (target, name, receiver) => (name === 'current' && isTailAway ? undefined : Reflect.get(target, name, receiver)),
  });
}

async function openAt(after: number, keptBytes?: number): Promise<AsyncIterator<number>> {
  const tail = new Tail(linkOfTail(), { stream: 'orders', view: sequenceOf, ...(keptBytes && { keptBytes }) });
  reader = await tail.open(after);
  return reader[Symbol.asyncIterator]();
}

async function takeUntil(items: AsyncIterator<number>, last: number): Promise<number[]> {
  const taken: number[] = [];
  while (taken.at(-1) !== last) taken.push((await items.next()).value as number);
  return taken;
}

async function publish(from: number, to: number): Promise<void> {
  const key = newId();
  await bench.commit(...numbers(from, to).map((number) => anEvent(key, number)));
  await eventually(async () => expect(await bench.backlog()).toBe(0), { within: 10_000 });
}

/** The broker comes back on a new disk, and the relay has published when the tail looks. */
async function publishToNewStream(from: number, to: number): Promise<void> {
  isTailAway = true;
  await bench.nats.stop();
  bench.nats.wipe();
  await bench.nats.start();
  await publish(from, to);
  isTailAway = false;
}

const numbers = (from: number, to: number): number[] => Array.from({ length: to - from + 1 }, (_, n) => from + n);

describe('readers of a stream that is made anew', () => {
  it('get all of it, although it has come further than the one before', async () => {
    await publish(1, 3);
    const items = await openAt(0);
    expect(await takeUntil(items, 3)).toEqual([1, 2, 3]);
    await publishToNewStream(4, 11);
    expect(await takeUntil(items, 11)).toEqual(numbers(4, 11));
  });

  it('get all of it, although they have not taken all of the one before', async () => {
    await publish(1, 10);
    const items = await openAt(0, 1);
    expect(await takeUntil(items, 2)).toEqual([1, 2]);
    await publishToNewStream(11, 30);
    expect((await takeUntil(items, 30)).filter((number) => number > 10)).toEqual(numbers(11, 30));
  });

  it('get all of it, although nothing has come to it when they are led there', async () => {
    await publish(1, 3);
    const items = await openAt(3);
    await publishToNewStream(4, 3);
    await publish(4, 6);
    expect(await takeUntil(items, 6)).toEqual([4, 5, 6]);
  });

  it('get all of it, when they come back with a place that only the one before had', async () => {
    await publish(1, 10);
    await publishToNewStream(11, 13);
    const items = await openAt(10);
    await publish(14, 14);
    expect(await takeUntil(items, 14)).toEqual([11, 12, 13, 14]);
  });
});
