import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { Tx } from '#libs/database';
import { newId } from '#libs/kernel';
import { eventually } from '#libs/testing';
import { listParked, type ConsumedEvent } from '../src/index.js';
import { NoteEffectWhenAnythingHappened, startConsuming, type Body, type Consuming } from './consuming.js';
import { anEvent } from './setup.js';

let consuming: Consuming;

beforeEach(async () => {
  consuming = await startConsuming();
});

afterEach(() => consuming.close());

/** Fails as often as it is told, then works. */
class NoteUpdates extends NoteEffectWhenAnythingHappened {
  readonly subjects = ['orders.order_updated'];
  readonly late: number[] = [];
  failures = 0;

  override async handle(tx: Tx, event: ConsumedEvent<Body>): Promise<void> {
    if (event.late) this.late.push(event.sequence);
    await super.handle(tx, event);
    if (event.sequence === 1 && this.failures-- > 0) throw new Error('not this time');
  }
}

describe('a consumer of some subjects', () => {
  it('lets no event of an order overtake one that failed and is tried again', async () => {
    const [key, other] = [newId(), newId()];
    const consumer = Object.assign(new NoteUpdates(), { failures: 2 });
    consuming.run(consumer, { retryDelayMs: 200 });
    await consuming.commit(anEvent(key, 1), anEvent(key, 3), anEvent(key, 7), anEvent(other, 4));
    await consuming.effectsBecome([4], other);
    await consuming.effectsBecome([1, 3, 7], key);
    expect(consumer.late).toEqual([]);
  });

  it.each([
    ['a lock time-out', '55P03'],
    ['a deadlock', '40P01'],
    ['a connection that was lost', 'CONNECTION_CLOSED'],
  ])('lets no event of an order overtake one that met %s', async (_, code) => {
    const key = newId();
    const consumer = new NoteUpdates();
    const handle = consumer.handle.bind(consumer);
    let isFirst = true;
    consumer.handle = (tx, event) => {
      if (!isFirst) return handle(tx, event);
      isFirst = false;
      return Promise.reject(Object.assign(new Error('once'), { code }));
    };
    await consuming.commit(anEvent(key, 1), anEvent(key, 3), anEvent(key, 7));
    await eventually(async () => expect(await consuming.stream()).toHaveLength(3));
    consuming.run(consumer);
    await consuming.effectsBecome([1, 3, 7]);
    expect(consumer.late).toEqual([]);
  });

  it('handles what another instance was overtaken with, and says that it is late', async () => {
    const key = newId();
    const consumer = new NoteUpdates();
    consuming.run(consumer);
    await consuming.publish(key, 5);
    await consuming.effectsBecome([5]);
    await consuming.publish(key, 2);
    await consuming.effectsBecome([5, 2]);
    expect(consumer.late).toEqual([2]);
    await consuming.publish(key, 6);
    await consuming.effectsBecome([5, 2, 6]);
  });

  it('counts its tries in the database, so that a restart gives no more of them', async () => {
    const key = newId();
    const consumer = new NoteUpdates();
    let tries = 0;
    consumer.handle = () => {
      tries += 1;
      return Promise.reject(new Error('never'));
    };
    const first = consuming.run(consumer, { retryDelayMs: 300, maxTries: 2 });
    await consuming.commit(anEvent(key, 1));
    await eventually(() => tries === 1);
    await first.stop();
    consuming.run(consumer, { maxTries: 2 });
    await eventually(async () => (await listParked(consuming.database)).length === 1);
    expect(tries).toBe(2);
  });

  it.each([
    ['fewer', ['orders.a', 'orders.b'], ['orders.b']],
    ['more', ['orders.a'], ['orders.a', 'orders.b']],
    ['others', ['orders.a'], ['orders.b']],
    ['all that there are', ['orders.a'], undefined],
    ['all, where it had several', ['orders.a', 'orders.c'], undefined],
  ])('gets what it asks for when that becomes %s', async (_, before, after) => {
    const asking = (subjects?: readonly string[]) =>
      Object.assign(new NoteEffectWhenAnythingHappened(), { ordering: 'monotonic' as const, ...(subjects && { subjects }) });
    const first = consuming.run(asking(before));
    await consuming.commit({ ...anEvent(newId(), 1), subject: 'orders.a' });
    await consuming.effectsBecome([1]);
    await first.stop();
    consuming.run(asking(after));
    await consuming.commit({ ...anEvent(newId(), 2), subject: 'orders.b' });
    await consuming.effectsBecome([1, 2]);
  });
});
