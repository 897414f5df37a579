import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { Logger } from '@nestjs/common';
import { openDatabase, type Sql, type Tx } from '#libs/database';
import { newId } from '#libs/kernel';
import { eventually } from '#libs/testing';
import { Relay, requeueDead, type JetStreamLink } from '../src/index.js';
import type { Outgoing } from '../src/jetstream/outgoing.js';
import { deleteRows } from '../src/relay/outbox-rows.js';
import { anEvent, keyOf, readiness, sequenceOf, setup, STREAM, withoutBatches, type Bench } from './setup.js';

let bench: Bench;
const relays: Relay[] = [];

beforeEach(async () => {
  bench = await setup();
});

afterEach(async () => {
  await Promise.all(relays.splice(0).map((relay) => relay.stop()));
  await bench.close();
});

function startRelay(link: JetStreamLink = bench.link, options: object = {}): Relay {
  const relay = new Relay(bench.database, link, { pollMs: 50, batchFrom: 2, ...options });
  relays.push(relay);
  relay.start();
  return relay;
}

const drained = (within = 10_000) => eventually(async () => (await bench.backlog()) === 0, { within });

async function expectInOrder(): Promise<void> {
  const sequences = new Map<string, number[]>();
  for (const message of await bench.stream()) {
    const key = keyOf(message);
    sequences.set(key, [...(sequences.get(key) ?? []), sequenceOf(message)]);
  }
  for (const list of sequences.values()) expect(list).toEqual(list.map((_, index) => index + 1));
}

/** Of others, also while a statement of theirs runs. */
async function openTransactions(): Promise<number> {
  const [row] = await bench.database.sql`
    select count(*)::int as n from pg_stat_activity
    where xact_start is not null and pid <> pg_backend_pid() and backend_type = 'client backend'
      and datname = current_database()`;
  return row?.['n'] as number;
}

describe.each([
  ['in atomic batches', (link: JetStreamLink) => link],
  ['one by one', withoutBatches],
])('a relay that publishes %s', (_, adapt) => {
  it('publishes what is committed, under the id of the event, and empties the outbox', async () => {
    const events = [1, 2, 3].map((sequence) => anEvent(newId(), sequence));
    await bench.commit(...events);
    startRelay(adapt(bench.link));
    await drained();
    const published = await bench.stream();
    expect(published.map(({ body }) => body).sort()).toEqual(events.map(({ payload }) => payload).sort());
  });

  it('keeps the events of an order in order, however many there are', async () => {
    const keys = Array.from({ length: 20 }, () => newId());
    startRelay(adapt(bench.link), { batchSize: 50 });
    for (let sequence = 1; sequence <= 10; sequence += 1) await bench.commit(...keys.map((key) => anEvent(key, sequence)));
    await drained();
    expect(await bench.stream()).toHaveLength(200);
    await expectInOrder();
  });

  it('publishes again what was published and not deleted, and the stream keeps one', async () => {
    const key = newId();
    const events = [1, 2, 3].map((sequence) => anEvent(key, sequence));
    await bench.commit(...events);
    startRelay(adapt(bench.link));
    await drained();
    await bench.commit(...events);
    await drained();
    expect(await bench.stream()).toHaveLength(3);
  });

  it('buries what the broker can never take, with the later events of its order, and lets the others pass', async () => {
    const [stuck, free] = [newId(), newId()];
    await bench.commit(
      anEvent(stuck, 1),
      anEvent(stuck, 2, { blob: 'x'.repeat(2_000_000) }),
      anEvent(free, 1),
      anEvent(stuck, 3),
    );
    startRelay(adapt(bench.link));
    await drained();
    await bench.commit(anEvent(stuck, 4), anEvent(free, 2));
    await drained();
    expect((await bench.stream()).map((message) => [keyOf(message), sequenceOf(message)]).sort()).toEqual(
      [
        [stuck, 1],
        [free, 1],
        [free, 2],
      ].sort(),
    );
    const dead = await bench.database.sql`select reason from outbox_dead order by id`;
    expect(dead.map(({ reason }) => reason as string)).toEqual([
      expect.stringContaining('larger'),
      expect.stringContaining('earlier'),
      expect.stringContaining('earlier'),
    ]);
    await bench.database.sql`delete from outbox_dead where reason like 'larger%'`;
    expect(await bench.database.transaction((tx) => requeueDead(tx, stuck))).toEqual({ back: 2, dropped: 0 });
    await drained();
    expect(await bench.stream()).toHaveLength(5);
  });
});

describe('a relay', () => {
  it('waits while the broker is away, opens no transaction, and drains when it is back', async () => {
    startRelay();
    await bench.nats.stop();
    await eventually(() => bench.link.current === undefined);
    const key = newId();
    await bench.commit(anEvent(key, 1));
    await bench.commit(anEvent(key, 2));
    // A pass that was under way when the broker went waits for its answer, which is bounded; no other one begins.
    await eventually(async () => (await openTransactions()) === 0, { within: 8_000 });
    await bench.commit(anEvent(key, 3));
    expect(await openTransactions()).toBe(0);
    await bench.nats.start();
    await drained(20_000);
    await expectInOrder();
  });

  it('shares the outbox with others without publishing twice or out of order', async () => {
    const second = bench.connect();
    await readiness(second);
    startRelay();
    startRelay(second);
    const keys = Array.from({ length: 40 }, () => newId());
    for (let sequence = 1; sequence <= 5; sequence += 1) await bench.commit(...keys.map((key) => anEvent(key, sequence)));
    await drained();
    expect(await bench.stream()).toHaveLength(200);
    await expectInOrder();
  });

  it('does not wait for the disk when it deletes, and lets nobody else go without', async () => {
    await bench.commit(anEvent(newId(), 1));
    const waits = async (sql: Tx | Sql) => (await sql`show synchronous_commit`)[0]?.['synchronous_commit'] as unknown;
    const connection = openDatabase({ url: bench.databaseUrl, poolSize: 1 });
    const rows = await connection.sql<Outgoing[]>`select * from outbox`;
    await connection.transaction(async (tx) => {
      expect(await waits(tx)).toBe('on');
      await deleteRows(tx, rows);
      expect(await waits(tx)).toBe('off');
    });
    expect(await waits(connection.sql)).toBe('on');
    expect(await bench.backlog()).toBe(0);
    await connection.close();
  });

  it('goes on when the owner of a partition froze in its transaction', async () => {
    const { sql } = bench.database;
    const frozen = await sql.reserve();
    await frozen`begin`;
    await frozen`select pg_advisory_xact_lock(${0x70756c73}, partition) from generate_series(0, 3) as partition`;
    await bench.commit(anEvent(newId(), 1));
    startRelay();
    // idle_in_transaction_session_timeout of the test is 1.5 s; then PostgreSQL takes the locks away.
    await drained();
    await expect(frozen`commit`).rejects.toThrow();
    frozen.release();
  });

  it.each([
    ['in atomic batches', 2],
    ['one by one', 100],
  ])('waits when the stream is full, says so once, and goes on when there is room, publishing %s', async (_, batchFrom) => {
    const said: object[] = [];
    const quiet = () => undefined;
    Logger.overrideLogger({ log: quiet, error: quiet, warn: (message: object) => said.push(message) });
    await bench.close();
    bench = await setup({ streams: [{ ...STREAM, maxBytes: 1_048_576 }] });
    const relay = startRelay(bench.link, { batchFrom });
    await expect(relay.check()).resolves.toBeUndefined();
    const big = { blob: 'x'.repeat(300_000) };
    await bench.commit(...Array.from({ length: 6 }, () => anEvent(newId(), 1, big)));
    await eventually(() => said.length > 0);
    expect(said).toEqual([{ msg: 'events wait in the outbox', stream: 'orders', reason: 'maximum bytes exceeded' }]);
    expect(await bench.backlog()).toBeGreaterThan(0);
    expect(await openTransactions()).toBe(0);
    await expect(relay.check()).rejects.toMatchObject({ code: 'waiting for orders' });
    await bench.link.current?.manager.streams.update('orders', { max_bytes: 100_000_000 });
    await drained(20_000);
    expect(await bench.stream()).toHaveLength(6);
    await expect(relay.check()).resolves.toBeUndefined();
    Logger.overrideLogger(false);
  });
});
