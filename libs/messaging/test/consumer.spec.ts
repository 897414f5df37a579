import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { newId } from '#libs/kernel';
import { eventually } from '#libs/testing';
import { listParked, releaseParked } from '../src/index.js';
import { NoteEffectsTogether, NoteEffectWhenAnythingHappened, startConsuming, type Consuming } from './consuming.js';
import { anEvent } from './setup.js';

let consuming: Consuming;

beforeEach(async () => {
  consuming = await startConsuming();
});

afterEach(() => consuming.close());

describe.each([
  ['of single events', NoteEffectWhenAnythingHappened],
  ['of batches', NoteEffectsTogether],
])('a consumer %s', (_, Consumer) => {
  it('has the effect of each event once and in the order of its order', async () => {
    const key = newId();
    consuming.run(new Consumer());
    for (const sequence of [1, 2, 3, 4]) await consuming.commit(anEvent(key, sequence));
    await consuming.effectsBecome([1, 2, 3, 4], key);
  });

  it('drops an event that the stream holds twice', async () => {
    const key = newId();
    const first = anEvent(key, 1);
    await consuming.publish(key, 1, first);
    await consuming.publish(key, 1, first);
    await consuming.publish(key, 2);
    consuming.run(new Consumer());
    await consuming.effectsBecome([1, 2]);
  });

  it('waits for an event that comes later than its successors', async () => {
    const key = newId();
    for (const sequence of [1, 3, 4, 2]) await consuming.publish(key, sequence);
    consuming.run(new Consumer());
    await consuming.effectsBecome([1, 2, 3, 4]);
  });

  it('begins in the middle only when it says so', async () => {
    const key = newId();
    for (const sequence of [7, 8]) await consuming.publish(key, sequence);
    const midway = Object.assign(new Consumer(), { startsMidway: true });
    consuming.run(midway);
    await consuming.effectsBecome([7, 8]);
  });

  it('sets a poisonous event aside with its order, while others flow, and goes on when it is released', async () => {
    const [ill, well] = [newId(), newId()];
    const consumer = new Consumer();
    consumer.poison.add(2);
    consuming.run(consumer);
    await consuming.commit(...[1, 2, 3].map((sequence) => anEvent(ill, sequence)), anEvent(well, 1));
    await eventually(
      async () => expect(await listParked(consuming.database, consumer.name)).toMatchObject([{ key: ill, events: 2 }]),
      {
        within: 15_000,
      },
    );
    expect(await consuming.effects(ill)).toEqual([1]);
    expect(await consuming.effects(well)).toEqual([1]);
    const [letter] = await consuming.stream('dead_letters');
    expect(JSON.parse(letter?.body ?? '{}')).toMatchObject({ order_id: ill, sequence: 2 });

    await expect(releaseParked(consuming.database, consumer, ill)).rejects.toThrow('cannot be handled');
    consumer.poison.clear();
    expect(await releaseParked(consuming.database, consumer, ill)).toBe(2);
    await consuming.commit(anEvent(ill, 4));
    await consuming.effectsBecome([1, 2, 3, 4], ill);
    expect(await listParked(consuming.database)).toEqual([]);
  });

  it('can leave a poisonous event out when it releases its order', async () => {
    const key = newId();
    const consumer = new Consumer();
    consumer.poison.add(1);
    consuming.run(consumer);
    await consuming.commit(anEvent(key, 1), anEvent(key, 2));
    await eventually(async () => expect(await listParked(consuming.database)).toMatchObject([{ events: 2 }]), { within: 15_000 });
    expect(await releaseParked(consuming.database, consumer, key, { skipDead: true })).toBe(1);
    await consuming.effectsBecome([2], key);
  });

  it('keeps a copy of what is no event at all, and goes on', async () => {
    await consuming.link.current?.client.publish('orders.order_updated', 'no json');
    await consuming.link.current?.client.publish('orders.order_updated', '{"event_id":"x"}');
    const key = newId();
    await consuming.publish(key, 1);
    consuming.run(new Consumer());
    await consuming.effectsBecome([1]);
    await eventually(async () => (await consuming.stream('dead_letters')).length === 2);
  });

  it('hears of everything again through a loss of the broker', async () => {
    const key = newId();
    consuming.run(new Consumer());
    await consuming.commit(anEvent(key, 1));
    await consuming.effectsBecome([1], key);
    await consuming.nats.kill();
    await consuming.commit(anEvent(key, 2));
    await consuming.nats.start();
    await eventually(async () => expect(await consuming.effects(key)).toEqual([1, 2]), { within: 25_000 });
  });

  it('loses no try and no event while the database cuts its sessions', async () => {
    const keys = Array.from({ length: 30 }, () => newId());
    consuming.run(new Consumer());
    await consuming.commit(...keys.flatMap((key) => [1, 2, 3].map((sequence) => anEvent(key, sequence))));
    const cutSessions = () => consuming.database.sql`
      select pg_terminate_backend(pid) from pg_stat_activity
      where datname = current_database() and pid <> pg_backend_pid()`;
    for (let cut = 0; cut < 5; cut += 1) await cutSessions().catch(() => undefined);
    await eventually(async () => expect(await consuming.effects()).toHaveLength(90), { within: 25_000 });
    for (const key of keys) expect(await consuming.effects(key)).toEqual([1, 2, 3]);
    expect(await listParked(consuming.database)).toEqual([]);
  });

  it('shares its work with a second instance', async () => {
    const keys = Array.from({ length: 30 }, () => newId());
    consuming.run(new Consumer());
    consuming.run(new Consumer());
    await consuming.commit(...keys.flatMap((key) => [1, 2, 3].map((sequence) => anEvent(key, sequence))));
    await eventually(async () => expect(await consuming.effects()).toHaveLength(90), { within: 20_000 });
    for (const key of keys) expect(await consuming.effects(key)).toEqual([1, 2, 3]);
  });
});
