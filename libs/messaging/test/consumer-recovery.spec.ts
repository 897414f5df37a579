import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { newId } from '#libs/kernel';
import { eventually } from '#libs/testing';
import { listParked } from '../src/index.js';
import { NoteEffectsTogether, NoteEffectWhenAnythingHappened, startConsuming, type Consuming } from './consuming.js';
import { anEvent, readiness } from './setup.js';

let consuming: Consuming;

afterEach(() => consuming.close());

describe('a consumer', () => {
  beforeEach(async () => {
    consuming = await startConsuming();
  });

  it('makes its durable anew where the broker comes back with an empty store', async () => {
    const key = newId();
    consuming.run(new NoteEffectWhenAnythingHappened());
    await consuming.commit(anEvent(key, 1));
    await consuming.effectsBecome([1]);
    await consuming.nats.stop();
    consuming.nats.wipe();
    await consuming.nats.start();
    await readiness(consuming.link);
    await consuming.commit(anEvent(key, 2));
    await consuming.effectsBecome([1, 2]);
  });

  it('goes on when its durable was deleted', async () => {
    const key = newId();
    const consumer = new NoteEffectWhenAnythingHappened();
    consuming.run(consumer);
    await consuming.commit(anEvent(key, 1));
    await consuming.effectsBecome([1]);
    await consuming.link.current?.manager.consumers.delete('orders', consumer.name);
    await consuming.commit(anEvent(key, 2));
    await consuming.effectsBecome([1, 2]);
  });

  it('handles what it was given when the connection is closed under it, and ends no process', async () => {
    const key = newId();
    let enter: () => void = () => undefined;
    const entered = new Promise<void>((resolve) => (enter = resolve));
    let leave: () => void = () => undefined;
    const left = new Promise<void>((resolve) => (leave = resolve));
    const consumer = new NoteEffectWhenAnythingHappened();
    const handle = consumer.handle.bind(consumer);
    consumer.handle = async (tx, event) => {
      enter();
      await left;
      await handle(tx, event);
    };
    const runner = consuming.run(consumer, { ackWaitMs: 60 });
    await consuming.commit(anEvent(key, 1));
    await entered;
    await consuming.link.current?.connection.close();
    leave();
    await consuming.effectsBecome([1]);
    await runner.stop();
  });

  it('keeps its order from being parked while the dead letters cannot be stored', async () => {
    const key = newId();
    const consumer = new NoteEffectWhenAnythingHappened();
    consumer.poison.add(1);
    await consuming.link.current?.manager.streams.delete('dead_letters');
    consuming.run(consumer, { retryDelayMs: 5 });
    await consuming.commit(anEvent(key, 1), anEvent(key, 2));
    await eventually(async () => Number((await consuming.database.sql`select tries from inbox_sequences`)[0]?.['tries']) > 5);
    expect(await listParked(consuming.database)).toEqual([]);
    consumer.poison.clear();
    await consuming.effectsBecome([1, 2], key);
  });
});

describe('a consumer of batches', () => {
  it('waits out a restart of PostgreSQL without burning a try', async () => {
    consuming = await startConsuming({ ownPostgres: true });
    const keys = Array.from({ length: 20 }, () => newId());
    consuming.run(new NoteEffectsTogether(), { maxTries: 2 });
    await consuming.commit(...keys.map((key) => anEvent(key, 1)));
    await eventually(async () => (await consuming.effects()).length === 20);
    await consuming.postgres?.kill();
    await Promise.all(keys.map((key) => consuming.publish(key, 2)));
    await consuming.postgres?.start();
    await eventually(async () => (await consuming.effects()).length === 40, { within: 20_000 });
    expect(await listParked(consuming.database)).toEqual([]);
  });
});
