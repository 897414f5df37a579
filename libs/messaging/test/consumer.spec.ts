import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { Tx } from '#libs/database';
import { newId } from '#libs/kernel';
import { eventually } from '#libs/testing';
import { ConsumerRunner, listParked, Relay, releaseParked, type ConsumedEvent, type EventConsumer } from '../src/index.js';
import { anEvent, setup, type Bench } from './setup.js';

interface Body {
  readonly order_id: string;
  readonly sequence: number;
}

let bench: Bench;
let relay: Relay;
const runners: ConsumerRunner<Body>[] = [];

beforeEach(async () => {
  bench = await setup();
  await bench.database.sql`create table effects (consumer text, key uuid, sequence int)`;
  relay = new Relay(bench.database, bench.link, { pollMs: 20 });
  relay.start();
});

afterEach(async () => {
  await Promise.all(runners.splice(0).map((runner) => runner.stop()));
  await relay.stop();
  await bench.close();
});

class NoteEffectWhenAnythingHappened implements EventConsumer<Body> {
  readonly stream = 'orders';
  /** Throws for these sequences of any order. */
  poison = new Set<number>();

  constructor(readonly name = 'note-effect-when-anything-happened') {}

  async handle(tx: Tx, { key, sequence }: ConsumedEvent<Body>): Promise<void> {
    await tx`insert into effects values (${this.name}, ${key}, ${sequence})`;
    if (this.poison.has(sequence)) throw new Error('cannot be handled');
  }
}

/** The same effects, many in one statement. */
class NoteEffectsTogether extends NoteEffectWhenAnythingHappened {
  async handleMany(tx: Tx, events: readonly ConsumedEvent<Body>[]): Promise<void> {
    for (const event of events) await this.handle(tx, event);
  }
}

function run(consumer: EventConsumer<Body>, options: object = {}): void {
  const runner = new ConsumerRunner(bench.database, bench.link, consumer, { retryDelayMs: 50, maxTries: 3, ...options });
  runners.push(runner);
  runner.start();
}

async function effects(key?: string): Promise<number[]> {
  const rows = await bench.database.sql`select sequence from effects where key = coalesce(${key ?? null}, key) order by ctid`;
  return rows.map(({ sequence }) => sequence as number);
}

const effectsBecome = (wanted: number[], key?: string) =>
  eventually(async () => expect(await effects(key)).toEqual(wanted), { within: 15_000 });

/** Publishes straight to the stream, as a broker that delivers twice or out of order would show it. */
async function publish(key: string, sequence: number, message = anEvent(key, sequence), id = newId()): Promise<void> {
  await bench.link.current?.client.publish(message.subject, message.payload, { msgID: id });
}

describe.each([
  ['of single events', NoteEffectWhenAnythingHappened],
  ['of batches', NoteEffectsTogether],
])('a consumer %s', (_, Consumer) => {
  it('has the effect of each event once and in the order of its order', async () => {
    const key = newId();
    run(new Consumer());
    for (const sequence of [1, 2, 3, 4]) await bench.commit(anEvent(key, sequence));
    await effectsBecome([1, 2, 3, 4], key);
  });

  it('drops an event that the stream holds twice', async () => {
    const key = newId();
    const first = anEvent(key, 1);
    await publish(key, 1, first);
    await publish(key, 1, first);
    await publish(key, 2);
    run(new Consumer());
    await effectsBecome([1, 2]);
  });

  it('waits for an event that comes later than its successors', async () => {
    const key = newId();
    for (const sequence of [1, 3, 4, 2]) await publish(key, sequence);
    run(new Consumer());
    await effectsBecome([1, 2, 3, 4]);
  });

  it('begins in the middle only when it says so', async () => {
    const key = newId();
    for (const sequence of [7, 8]) await publish(key, sequence);
    const midway = Object.assign(new Consumer(), { startsMidway: true });
    run(midway);
    await effectsBecome([7, 8]);
  });

  it('sets a poisonous event aside with its order, while others flow, and goes on when it is released', async () => {
    const [ill, well] = [newId(), newId()];
    const consumer = new Consumer();
    consumer.poison.add(2);
    run(consumer);
    await bench.commit(...[1, 2, 3].map((sequence) => anEvent(ill, sequence)), anEvent(well, 1));
    await eventually(
      async () => expect(await listParked(bench.database, consumer.name)).toMatchObject([{ key: ill, events: 2 }]),
      {
        within: 15_000,
      },
    );
    expect(await effects(ill)).toEqual([1]);
    expect(await effects(well)).toEqual([1]);
    const [letter] = await bench.stream('dead_letters');
    expect(JSON.parse(letter?.body ?? '{}')).toMatchObject({ order_id: ill, sequence: 2 });

    await expect(releaseParked(bench.database, consumer, ill)).rejects.toThrow('cannot be handled');
    consumer.poison.clear();
    expect(await releaseParked(bench.database, consumer, ill)).toBe(2);
    await bench.commit(anEvent(ill, 4));
    await effectsBecome([1, 2, 3, 4], ill);
    expect(await listParked(bench.database)).toEqual([]);
  });

  it('can leave a poisonous event out when it releases its order', async () => {
    const key = newId();
    const consumer = new Consumer();
    consumer.poison.add(1);
    run(consumer);
    await bench.commit(anEvent(key, 1), anEvent(key, 2));
    await eventually(async () => expect(await listParked(bench.database)).toMatchObject([{ events: 2 }]), { within: 15_000 });
    expect(await releaseParked(bench.database, consumer, key, { skipDead: true })).toBe(1);
    await effectsBecome([2], key);
  });

  it('keeps a copy of what is no event at all, and goes on', async () => {
    await bench.link.current?.client.publish('orders.order_updated', 'no json');
    await bench.link.current?.client.publish('orders.order_updated', '{"event_id":"x"}');
    const key = newId();
    await publish(key, 1);
    run(new Consumer());
    await effectsBecome([1]);
    await eventually(async () => (await bench.stream('dead_letters')).length === 2);
  });

  it('hears of everything again through a loss of the broker', async () => {
    const key = newId();
    run(new Consumer());
    await bench.commit(anEvent(key, 1));
    await effectsBecome([1], key);
    await bench.nats.kill();
    await bench.commit(anEvent(key, 2));
    await bench.nats.start();
    await eventually(async () => expect(await effects(key)).toEqual([1, 2]), { within: 25_000 });
  });

  it('loses no try and no event while the database cuts its sessions', async () => {
    const keys = Array.from({ length: 30 }, () => newId());
    run(new Consumer());
    await bench.commit(...keys.flatMap((key) => [1, 2, 3].map((sequence) => anEvent(key, sequence))));
    const cutSessions = () => bench.database.sql`
      select pg_terminate_backend(pid) from pg_stat_activity
      where datname = current_database() and pid <> pg_backend_pid()`;
    for (let cut = 0; cut < 5; cut += 1) await cutSessions().catch(() => undefined);
    await eventually(async () => expect(await effects()).toHaveLength(90), { within: 25_000 });
    for (const key of keys) expect(await effects(key)).toEqual([1, 2, 3]);
    expect(await listParked(bench.database)).toEqual([]);
  });

  it('shares its work with a second instance', async () => {
    const keys = Array.from({ length: 30 }, () => newId());
    run(new Consumer());
    run(new Consumer());
    await bench.commit(...keys.flatMap((key) => [1, 2, 3].map((sequence) => anEvent(key, sequence))));
    await eventually(async () => expect(await effects()).toHaveLength(90), { within: 20_000 });
    for (const key of keys) expect(await effects(key)).toEqual([1, 2, 3]);
  });
});
