import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { newId } from '#libs/kernel';
import { eventually } from '#libs/testing';
import { listDead, Relay, requeueDead } from '../src/index.js';
import { anEvent, DEAD, keyOf, sequenceOf, setup, STREAM, type Bench } from './setup.js';

const STOCK = { ...STREAM, name: 'stock', subjects: ['stock.>'] };

let bench: Bench;
let relay: Relay;

beforeEach(async () => {
  bench = await setup({ streams: [STREAM, STOCK, DEAD] });
  relay = new Relay(bench.database, bench.link, { pollMs: 50, batchFrom: 2 });
});

afterEach(async () => {
  await relay.stop();
  await bench.close();
});

const stockEvent = (key: string, sequence: number, more?: object) => ({
  ...anEvent(key, sequence, more),
  subject: 'stock.stock_held',
});
const drained = () => eventually(async () => (await bench.backlog()) === 0, { within: 10_000 });
const stored = async () => (await bench.stream()).map((message) => [keyOf(message), sequenceOf(message)]);
const fillStock = () => bench.link.current?.manager.streams.update('stock', { max_bytes: 1 });

/** Transactions that have held partitions for longer than any pass that is answered. */
async function longPasses(): Promise<number> {
  const [row] = await bench.database.sql`
    select count(distinct pid)::int as n from pg_locks join pg_stat_activity using (pid)
    where locktype = 'advisory' and datname = current_database() and xact_start < clock_timestamp() - interval '300 ms'`;
  return row?.['n'] as number;
}

describe('a relay', () => {
  it('publishes the events of two streams, each in its order', async () => {
    const keys = Array.from({ length: 10 }, () => newId());
    await bench.commit(...keys.flatMap((key) => [anEvent(key, 1), stockEvent(key, 1), anEvent(key, 2), stockEvent(key, 2)]));
    relay.start();
    await drained();
    for (const name of ['orders', 'stock']) {
      const found = await bench.stream(name);
      expect(found).toHaveLength(20);
      for (const key of keys) expect(found.filter((one) => keyOf(one) === key).map(sequenceOf)).toEqual([1, 2]);
    }
  });

  it('lets one stream flow while another is full', async () => {
    await fillStock();
    await bench.commit(...Array.from({ length: 5 }, () => stockEvent(newId(), 1)));
    relay.start();
    const small = new Relay(bench.database, bench.link, { pollMs: 50, batchFrom: 2, batchSize: 2 });
    await relay.stop();
    small.start();
    for (let sequence = 1; sequence <= 5; sequence += 1) await bench.commit(anEvent(newId(), sequence));
    // A row is deleted after its event is in the stream.
    await eventually(async () => expect([(await bench.stream()).length, await bench.backlog()]).toEqual([5, 5]));
    await bench.link.current?.manager.streams.update('stock', { max_bytes: 1_000_000 });
    await drained();
    await small.stop();
  });

  it('buries what the stream will not take, and what NATS could not even carry', async () => {
    await bench.link.current?.manager.streams.update('orders', { max_msg_size: 10_000 });
    const [long, torn, wild, good] = [newId(), newId(), newId(), newId()];
    await bench.commit(
      anEvent(long, 1, { blob: 'x'.repeat(20_000) }),
      { ...anEvent(torn, 1), headers: { note: 'two\r\nlines' } },
      { ...anEvent(wild, 1), subject: 'orders.> 5' },
      anEvent(good, 1),
      anEvent(long, 2),
    );
    relay.start();
    await drained();
    expect(await stored()).toEqual([[good, 1]]);
    const dead = new Map((await listDead(bench.database)).map((order) => [order.key, order]));
    expect(dead.get(long)).toMatchObject({ events: 2, reason: expect.stringContaining('message size exceeds') });
    expect(dead.get(torn)).toMatchObject({ events: 1, reason: expect.stringContaining('header') });
    expect(dead.get(wild)).toMatchObject({ events: 1, reason: expect.stringContaining('subject') });
  });

  it('waits for a stream that is sealed, and buries nothing', async () => {
    const sealing: object = { sealed: true };
    await bench.link.current?.manager.streams.update('orders', sealing);
    await bench.commit(...Array.from({ length: 20 }, () => anEvent(newId(), 1)), stockEvent(newId(), 1));
    relay.start();
    await eventually(() => expect(relay.check()).rejects.toThrow('orders'));
    await eventually(async () => expect([(await bench.stream('stock')).length, await bench.backlog()]).toEqual([1, 20]));
    expect(await listDead(bench.database)).toEqual([]);
  });

  it('puts dead events back before those that came later', async () => {
    const key = newId();
    await bench.commit(anEvent(key, 1, { blob: 'x'.repeat(2_000_000) }), anEvent(key, 2));
    relay.start();
    await drained();
    await relay.stop();
    await bench.commit(anEvent(key, 3));
    await bench.database.sql`update outbox_dead set payload = ${anEvent(key, 1).payload} where length(payload) > 1000000`;
    expect(await bench.database.transaction((tx) => requeueDead(tx, key))).toEqual({ back: 2, dropped: 0 });
    relay.start();
    await drained();
    expect(await stored()).toEqual([1, 2, 3].map((sequence) => [key, sequence]));
  });

  it('lets an operator put dead events back while the broker is silent', async () => {
    const key = newId();
    await bench.commit(anEvent(key, 1, { blob: 'x'.repeat(2_000_000) }));
    relay.start();
    await drained();
    await bench.nats.freeze();
    await bench.commit(...Array.from({ length: 5 }, () => anEvent(newId(), 1)));
    await eventually(async () => expect(await longPasses()).toBe(1));
    expect(await bench.database.transaction((tx) => requeueDead(tx, key))).toEqual({ back: 1, dropped: 0 });
    bench.nats.thaw();
  });

  it('drops the first dead event of an order on demand', async () => {
    const key = newId();
    await bench.commit(anEvent(key, 1, { blob: 'x'.repeat(2_000_000) }), anEvent(key, 2));
    relay.start();
    await drained();
    expect(await bench.database.transaction((tx) => requeueDead(tx, key, { skipFirst: true }))).toEqual({ back: 1, dropped: 1 });
    relay.wake();
    await eventually(async () => expect(await stored()).toEqual([[key, 2]]));
    expect(await listDead(bench.database)).toEqual([]);
  });

  it('drains a backlog of large events within bounds of memory', async () => {
    const events = Array.from({ length: 60 }, () => anEvent(newId(), 1, { blob: 'x'.repeat(500_000) }));
    for (let start = 0; start < events.length; start += 10) await bench.commit(...events.slice(start, start + 10));
    relay.start();
    await drained();
    expect(await bench.stream()).toHaveLength(60);
  });
});
