import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { Tx } from '#libs/database';
import { newId } from '#libs/kernel';
import { eventually } from '#libs/testing';
import { listParked, type ConsumedEvent } from '../src/index.js';
import { NoteEffectsTogether, NoteEffectWhenAnythingHappened, startConsuming, type Body, type Consuming } from './consuming.js';
import { anEvent, readiness } from './setup.js';

const EVENTS = 60;
const BYTES = 900_000;
/** Of `BYTES` in 4 MiB. */
const FIT = 4;
/** On their way at a time, with those that are asked for when a quarter of the last ones has come. */
const MOST = 40;

let consuming: Consuming;
beforeEach(async () => {
  consuming = await startConsuming();
});
afterEach(() => consuming.close());

/** How many the server has given out, and waits for an answer to. */
async function givenOut(name: string): Promise<number> {
  const info = await consuming.link.current?.manager.consumers.info('orders', name);
  return info?.num_ack_pending ?? 0;
}

/** Begins with nothing before it is told to. */
class Hesitant extends NoteEffectWhenAnythingHappened {
  read = 0;
  readonly go = Promise.withResolvers<void>();

  readonly validate = (): string[] => {
    this.read += 1;
    return [];
  };

  override async handle(tx: Tx, event: ConsumedEvent<Body>): Promise<void> {
    await this.go.promise;
    await super.handle(tx, event);
  }
}

class HesitantTogether extends Hesitant {
  handleMany = NoteEffectsTogether.prototype.handleMany;
}

describe.each([
  ['one by one', new Hesitant()],
  ['many at a time', new HesitantTogether()],
])('a consumer that takes large events %s', (_, consumer) => {
  it('has a few megabytes of them in hand, and leaves the others in the stream', async () => {
    const keys = Array.from({ length: EVENTS }, () => newId());
    for (const key of keys) await consuming.commit(anEvent(key, 1, { filling: 'x'.repeat(BYTES) }));
    await eventually(async () => expect(await consuming.stream()).toHaveLength(EVENTS), { within: 15_000 });
    consuming.run(consumer);
    await eventually(() => expect(consumer.read).toBeGreaterThanOrEqual(FIT));
    await eventually(async () => expect(await givenOut(consumer.name)).toBeGreaterThan(FIT));
    expect(consumer.read).toBe(FIT);
    expect(await givenOut(consumer.name)).toBeLessThanOrEqual(FIT + MOST);
    consumer.go.resolve();
    await consuming.effectsBecome(Array.from({ length: EVENTS }, () => 1));
  });
});

describe('a broker that takes no messages any more that are as large as some that it has', () => {
  const restart = async (config?: string) => {
    await consuming.nats.stop();
    await consuming.nats.start(config);
    await readiness(consuming.link);
  };

  it('gives them and those behind them to a consumer, again and again until they are handled', async () => {
    const [large, small] = [anEvent(newId(), 1, { filling: 'x'.repeat(6_000_000) }), anEvent(newId(), 1)];
    await restart('max_payload: 8388608');
    for (const { subject, payload } of [large, small]) await consuming.link.current?.client.publish(subject, payload);
    await restart();
    const consumer = new NoteEffectWhenAnythingHappened();
    const handle = consumer.handle.bind(consumer);
    consumer.handle = (tx, event) =>
      event.key === large.key ? Promise.reject(new Error('cannot be handled')) : handle(tx, event);
    consuming.run(consumer);
    await consuming.effectsBecome([1], small.key);
    await eventually(async () => expect(await listParked(consuming.database)).toMatchObject([{ key: large.key }]));
  });
});
