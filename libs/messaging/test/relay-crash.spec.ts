import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { newId } from '#libs/kernel';
import { openDatabase, type Database } from '#libs/database';
import { eventually, Proxy, type Verdict } from '#libs/testing';
import { JetStreamLink, Relay } from '../src/index.js';
import { anEvent, DEAD, keyOf, readiness, sequenceOf, setup, STREAM, withoutBatches, type Bench } from './setup.js';

/** Of the relays in other processes. */
const LEASE_MS = 1_500;
const FILLING = 'ten bytes ';

/** To PostgreSQL a relay stands still that takes none of what it is sent. */
function stallAnswers(proxy: Proxy): Verdict {
  proxy.setWeather({ stalls: 'back' });
  return 'pass';
}

let bench: Bench;
const relays: Relay[] = [];
const children: ChildProcess[] = [];

beforeEach(async () => {
  bench = await setup();
});

afterEach(async () => {
  await Promise.all(relays.splice(0).map((relay) => relay.stop()));
  for (const child of children.splice(0)) {
    if (child.exitCode !== null || child.signalCode !== null) continue;
    child.kill('SIGKILL');
    await once(child, 'exit');
  }
  await bench.close();
});

function startRelay(link = bench.link, options: object = {}): Relay {
  const relay = new Relay(bench.database, link, { pollMs: 50, batchFrom: 2, ...options });
  relays.push(relay);
  relay.start();
  return relay;
}

/** A relay in another process, which gets the signal at that point of its work. */
function startRelayThatGets(signal: 'SIGKILL' | 'SIGSTOP', point: 'publish' | 'delete'): ChildProcess {
  const program = join(import.meta.dirname, 'relay-process.ts');
  const child = spawn(
    process.execPath,
    ['--import', './scripts/run-from-source.mjs', program, bench.databaseUrl, bench.natsUrl, signal, point, String(LEASE_MS)],
    { stdio: ['ignore', 'ignore', 'inherit'] },
  );
  children.push(child);
  return child;
}

const isStopped = (child: ChildProcess) =>
  eventually(() => readFileSync(`/proc/${child.pid}/stat`, 'utf8').split(') ')[1]?.startsWith('T') ?? false, { within: 15_000 });

const drained = (within = 15_000) => eventually(async () => (await bench.backlog()) === 0, { within });

/** For how many seconds a relay has held partitions. */
async function longestHold(): Promise<number> {
  const [row] = await bench.database.sql<[{ seconds: number }]>`
    select coalesce(max(extract(epoch from clock_timestamp() - xact_start)), 0)::float8 as seconds
    from pg_locks join pg_stat_activity using (pid) where locktype = 'advisory' and datname = current_database()`;
  return row.seconds;
}

/** Each event once, those of an order by their numbers. */
async function expectAllInOrder(keys: readonly string[], each: number): Promise<void> {
  const found = await bench.stream();
  expect(found).toHaveLength(keys.length * each);
  const wanted = Array.from({ length: each }, (_, index) => index + 1);
  for (const key of keys) expect(found.filter((one) => keyOf(one) === key).map(sequenceOf)).toEqual(wanted);
}

const someKeys = (count: number) => Array.from({ length: count }, () => newId());

describe('a relay that is killed', () => {
  it.each([
    ['before it published', 'publish', 0],
    ['after it published and before it deleted', 'delete', 15],
  ] as const)('%s leaves its rows to the next one, and nothing is lost or doubled', async (_, point, published) => {
    const keys = someKeys(5);
    await bench.commit(...keys.flatMap((key) => [1, 2, 3].map((sequence) => anEvent(key, sequence))));
    const child = startRelayThatGets('SIGKILL', point);
    await once(child, 'exit');
    expect(await bench.backlog()).toBe(15);
    expect(await bench.stream()).toHaveLength(published);
    await bench.commit(...keys.map((key) => anEvent(key, 4)));
    startRelay();
    await drained();
    await expectAllInOrder(keys, 4);
  });
});

describe('a relay that freezes', () => {
  it.each(['publish', 'delete'] as const)('before %s loses its partitions, and spoils nothing when it wakes', async (point) => {
    const keys = someKeys(5);
    await bench.commit(...keys.map((key) => anEvent(key, 1)));
    const frozen = startRelayThatGets('SIGSTOP', point);
    await isStopped(frozen);
    const other = startRelay();
    await drained(LEASE_MS + 1_000);
    await bench.commit(...keys.map((key) => anEvent(key, 2)));
    await drained();
    await other.stop();
    await bench.commit(...keys.map((key) => anEvent(key, 3)));
    frozen.kill('SIGCONT');
    await drained();
    await expectAllInOrder(keys, 3);
  });
});

describe('a relay that freezes while it reads', () => {
  let database: Database;
  let proxy: Proxy;

  beforeEach(async () => {
    proxy = await Proxy.open(bench.databaseUrl);
    database = openDatabase({ url: proxy.url });
  });

  afterEach(async () => {
    proxy.resetAll();
    await Promise.all(relays.splice(0).map((relay) => relay.stop()));
    await database.close();
    proxy.close();
  });

  it.each<[string, string, (proxy: Proxy) => Verdict]>([
    ['before it gives the values of its statement', 'from outbox_dead', () => 'mute'],
    ['with its rows half taken', FILLING, stallAnswers],
  ])('%s loses its partitions', async (_, words, freeze) => {
    const keys = someKeys(8);
    await bench.commit(...keys.map((key) => anEvent(key, 1, { filling: FILLING.repeat(90_000) })));
    const { promise: frozen, resolve: isFrozen } = Promise.withResolvers<void>();
    proxy.setStrike((piece) => {
      if (!piece.includes(words)) return 'pass';
      proxy.setStrike();
      isFrozen();
      return freeze(proxy);
    });
    relays.push(new Relay(database, bench.link, { leaseMs: LEASE_MS }));
    relays[0]?.start();
    await frozen;
    startRelay();
    await drained(LEASE_MS + 1_000);
    await expectAllInOrder(keys, 1);
  });
});

describe('a relay that waits for the broker', () => {
  it('keeps its partitions for longer than its lease', async () => {
    const key = newId();
    await bench.commit(anEvent(key, 1));
    await bench.nats.freeze();
    startRelay(bench.link, { leaseMs: 600 });
    await eventually(async () => expect(await longestHold()).toBeGreaterThan(2), { within: 4_000 });
    bench.nats.thaw();
    await drained();
    await expectAllInOrder([key], 1);
  });
});

describe.each([
  ['in atomic batches', (link: JetStreamLink) => link],
  ['one by one', withoutBatches],
])('a relay whose broker dies while it publishes %s', (_, adapt) => {
  it('waits for no acknowledgement that cannot come any more', async () => {
    const keys = someKeys(5);
    await bench.commit(...keys.map((key) => anEvent(key, 1)));
    await bench.nats.freeze();
    startRelay(adapt(bench.link));
    await eventually(async () => expect(await longestHold()).toBeGreaterThan(0.3));
    await bench.nats.kill();
    // It would wait for four seconds.
    await eventually(async () => expect(await longestHold()).toBe(0), { within: 2_000 });
    await bench.nats.start();
    await drained();
    await expectAllInOrder(keys, 1);
  });
});

describe('a relay whose way to the broker breaks again and again', () => {
  it.each([
    ['in atomic batches', (link: JetStreamLink) => link],
    ['one by one', withoutBatches],
  ])('keeps every order in order, publishing %s', async (_, adapt) => {
    const proxy = await Proxy.open(bench.natsUrl);
    const link = new JetStreamLink({ url: proxy.url, name: 'behind a proxy', streams: [STREAM, DEAD], mode: 'create' });
    link.open();
    await readiness(link);
    const keys = someKeys(20);
    for (let sequence = 1; sequence <= 15; sequence += 1) await bench.commit(...keys.map((key) => anEvent(key, sequence)));
    let passed = 0;
    proxy.setStrike((piece) => ((passed += piece.length) % 40_000 < piece.length ? 'reset' : 'pass'));
    const relay = startRelay(adapt(link));
    await eventually(() => proxy.toll.reset >= 2, { within: 15_000 });
    proxy.setStrike();
    await drained();
    await expectAllInOrder(keys, 15);
    await relay.stop();
    await link.close();
    proxy.close();
  });
});
