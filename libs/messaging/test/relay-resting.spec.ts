import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { Database, Tx } from '#libs/database';
import { newId } from '#libs/kernel';
import { eventually } from '#libs/testing';
import { partitionOf, Relay } from '../src/index.js';
import { anEvent, DEAD, setup, STREAM, type Bench } from './setup.js';

const STOCK = { ...STREAM, name: 'stock', subjects: ['stock.>'] };
/** The locks of partitions. */
const LOCK_SPACE = 0x70756c73;

let bench: Bench;
let relay: Relay;
/** What rested at each look into the outbox, as patterns of subjects. */
let looks: string[][];

beforeEach(async () => {
  bench = await setup({ streams: [STREAM, STOCK, DEAD] });
  looks = [];
});

afterEach(async () => {
  await relay.stop();
  await bench.close();
});

function startRelay(options: object = {}): void {
  relay = new Relay(watched(bench.database), bench.link, { pollMs: 50, ...options });
  relay.start();
}

/** The database, which notes the looks of a relay into the outbox. */
function watched(database: Database): Database {
  const noting = (tx: Tx): Tx =>
    new Proxy(tx, {
      apply: (target, self, [strings, ...values]: [TemplateStringsArray, ...unknown[]]) => {
        if (strings.join('').includes('not like all')) looks.push(values.find(isTexts) ?? []);
        return Reflect.apply(target, self, [strings, ...values]) as unknown;
      },
    });
  return Object.assign(Object.create(database) as Database, {
    transaction: <T>(work: (tx: Tx) => Promise<T>) => database.transaction((tx) => work(noting(tx))),
  });
}

const isTexts = (value: unknown): value is string[] =>
  Array.isArray(value) && value.every((item) => typeof item === 'string');
const stockEvent = (key = newId()) => ({ ...anEvent(key, 1), subject: 'stock.stock_held' });
const fill = (stream: string) => bench.link.current?.manager.streams.update(stream, { max_bytes: 1 });
const makeRoom = (stream: string) => bench.link.current?.manager.streams.update(stream, { max_bytes: 1_000_000 });
const waitsFor = (stream: string) => expect(relay.check()).rejects.toThrow(new RegExp(`outbox: .*\\b${stream}\\b`));
const drained = () => eventually(async () => (await bench.backlog()) === 0, { within: 10_000 });

describe('a relay with a stream that takes nothing', () => {
  it('goes on telling so while another session holds the partition of what waits', async () => {
    const key = newId();
    await fill('stock');
    await bench.commit(stockEvent(key));
    startRelay();
    await eventually(() => waitsFor('stock'));
    const other = await bench.database.sql.reserve();
    await other`select pg_advisory_lock(${LOCK_SPACE}, ${partitionOf(key)})`;
    const before = looks.length;
    const looksAtAll = () => looks.slice(before).filter((resting) => resting.length === 0).length;
    await eventually(() => looksAtAll() > 2, { within: 10_000 });
    await waitsFor('stock');
    await other`delete from outbox`;
    await other`select pg_advisory_unlock(${LOCK_SPACE}, ${partitionOf(key)})`;
    await eventually(() => expect(relay.check()).resolves.toBeUndefined(), { within: 10_000 });
    other.release();
  });

  it('does not read its rows again at every wake, and publishes the others all the same', async () => {
    const [commits, pollMs] = [500, 500];
    await fill('stock');
    await bench.commit(stockEvent(), anEvent(newId(), 1));
    const start = performance.now();
    startRelay({ pollMs });
    await eventually(() => waitsFor('stock'));
    await eventually(async () => (await bench.backlog()) === 1);
    for (let times = 0; times < commits; times += 1) {
      await bench.commit(anEvent(newId(), 1));
      relay.wake();
    }
    // At polls, and after each try of the stream, which comes when its rest is over.
    const tries = looks.filter((resting) => resting.length === 0).length;
    const polls = Math.ceil((performance.now() - start) / (pollMs * 0.75));
    expect(looks.length - tries).toBeLessThanOrEqual(tries + polls);
    await eventually(async () => expect(await bench.stream()).toHaveLength(1 + commits));
    await waitsFor('stock');
    await makeRoom('stock');
    await drained();
  });

  it('ends at once when it is told to', async () => {
    await fill('stock');
    await bench.commit(stockEvent());
    startRelay({ pollMs: 60_000 });
    await eventually(() => waitsFor('stock'));
    const start = performance.now();
    await relay.stop();
    expect(performance.now() - start).toBeLessThan(2_000);
  });
});

describe('a relay with no stream that takes anything', () => {
  it('does not look into the outbox until one has rested', async () => {
    await fill('stock');
    await fill('orders');
    await bench.commit(stockEvent(), anEvent(newId(), 1));
    startRelay();
    await eventually(() => looks.length > 4, { within: 10_000 });
    expect(looks).not.toContainEqual(['orders.%', 'stock.%']);
    expect(looks).not.toContainEqual(['stock.%', 'orders.%']);
    await waitsFor('stock');
    await waitsFor('orders');
    await makeRoom('stock');
    await makeRoom('orders');
    await drained();
    await expect(relay.check()).resolves.toBeUndefined();
  });
});
