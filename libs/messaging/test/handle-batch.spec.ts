import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { Tx } from '#libs/database';
import { newId } from '#libs/kernel';
import { eventually } from '#libs/testing';
import { handleBatch, NotAsBatch } from '../src/inbox/handle-batch.js';
import { handleOnce, park } from '../src/inbox/inbox.js';
import { listParked, releaseParked, type BatchConsumer, type ConsumedEvent, type EventConsumer } from '../src/index.js';
import { setup, type Bench } from './setup.js';

let bench: Bench;

beforeEach(async () => {
  bench = await setup();
});

afterEach(() => bench.close());

function aConsumer() {
  const handled: number[] = [];
  const handleMany = (_tx: unknown, events: readonly ConsumedEvent<unknown>[]): Promise<void> => {
    handled.push(...events.map(({ sequence }) => sequence));
    return Promise.resolve();
  };
  const consumer: BatchConsumer = { name: 'batch', stream: 'orders', handle: (tx, event) => handleMany(tx, [event]), handleMany };
  return { consumer, handled };
}

function anEventOf(key: string, sequence: number): ConsumedEvent<unknown> {
  const about = { key, sequence, gapless: true };
  return { ...about, eventId: newId(), subject: 'orders.order_updated', headers: {}, body: {}, publishedAt: new Date() };
}

const reachedBy = async (key: string): Promise<number | undefined> => {
  const [row] = await bench.database.sql`select last_sequence from inbox_sequences where key = ${key}`;
  return row?.['last_sequence'] as number | undefined;
};

describe('a batch of events', () => {
  it('moves keys on that are new, that were met before, and that come several times', async () => {
    const { consumer, handled } = aConsumer();
    const [met, unmet] = [newId(), newId()];
    await handleOnce(bench.database, consumer, anEventOf(met, 1));
    const events = [anEventOf(met, 2), anEventOf(unmet, 1), anEventOf(unmet, 2)];
    expect(await handleBatch(bench.database, consumer, events)).toEqual(['handled', 'handled', 'handled']);
    expect(await handleBatch(bench.database, consumer, events)).toEqual(['duplicate', 'duplicate', 'duplicate']);
    expect(handled).toEqual([1, 2, 1, 2]);
    expect([await reachedBy(met), await reachedBy(unmet)]).toEqual([2, 2]);
  });

  it('sets those aside whose key is parked, and handles the others', async () => {
    const { database } = bench;
    const { consumer, handled } = aConsumer();
    const [ill, well] = [newId(), newId()];
    await park(database, consumer.name, anEventOf(ill, 1), 'no');
    const events = [anEventOf(ill, 2), anEventOf(well, 7_001), anEventOf(ill, 3)];
    const midway = { ...consumer, startsMidway: true };
    expect(await handleBatch(database, midway, events)).toEqual(['parked', 'handled', 'parked']);
    expect(await handleBatch(database, midway, events)).toEqual(['duplicate', 'duplicate', 'duplicate']);
    expect(await handleBatch(database, midway, [anEventOf(ill, 4)])).toEqual(['parked']);
    expect(handled).toEqual([7_001]);
    expect(await listParked(database)).toMatchObject([{ key: ill, events: 4, reason: 'no' }]);
    expect(await releaseParked(database, consumer, ill)).toBe(4);
    expect(handled).toEqual([7_001, 1, 2, 3, 4]);
  });

  it('is undone when another instance begins with one of its keys at the same time', async () => {
    const { consumer } = aConsumer();
    const event = anEventOf(newId(), 1);
    const batch = await bench.database.transaction(async (other) => {
      await other`insert into inbox_sequences (consumer, key, last_sequence) values (${consumer.name}, ${event.key}, 1)`;
      const outcome = handleBatch(bench.database, consumer, [event]).catch((error: unknown) => error);
      await eventually(async () => {
        const waiting = await bench.database.sql`select from pg_locks where not granted`;
        return waiting.length > 0;
      });
      return { outcome };
    });
    expect(await batch.outcome).toBeInstanceOf(NotAsBatch);
    expect(await bench.database.sql`select from inbox where event_id = ${event.eventId}`).toHaveLength(0);
  });

  it('has its keys before its effect, so that nobody with the same key and the same effect waits in a circle', async () => {
    const { database } = bench;
    await database.sql`create table sums (n int)`;
    await database.sql`insert into sums values (0)`;
    const add = (tx: Tx) => tx`update sums set n = n + 1`;
    const key = newId();
    const alone: EventConsumer = { name: 'batch', stream: 'orders', handle: async (tx) => void (await add(tx)) };
    let another: Promise<unknown> | undefined;
    const together: BatchConsumer = {
      ...alone,
      handleMany: async (tx) => {
        await add(tx);
        another = handleOnce(database, alone, anEventOf(key, 1));
        await eventually(async () => (await database.sql`select from pg_locks where not granted`).length > 0);
      },
    };
    expect(await handleBatch(database, together, [anEventOf(key, 1)])).toEqual(['handled']);
    expect(await another).toBe('handled');
  });
});
