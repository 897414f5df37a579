import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { Tx } from '#libs/database';
import { newId } from '#libs/kernel';
import { eventually } from '#libs/testing';
import type { ConsumedEvent } from '../src/index.js';
import { type Body, type Consuming, NoteEffectWhenAnythingHappened, startConsuming } from './consuming.js';
import { anEvent } from './setup.js';

const FIRST_WAIT_MS = 200;
/** Each wait is spread by a quarter (`delayAfter`). */
const SHORTEST = 0.75;

let consuming: Consuming;

beforeEach(async () => {
  consuming = await startConsuming();
});

afterEach(() => consuming.close());

class NoteTries extends NoteEffectWhenAnythingHappened {
  readonly triedAt: number[] = [];

  override async handle(tx: Tx, event: ConsumedEvent<Body>): Promise<void> {
    this.triedAt.push(performance.now());
    await super.handle(tx, event);
  }
}

describe('a consumer that cannot handle an event', () => {
  it('waits twice as long after each failed try, then keeps it with its reason', async () => {
    const key = newId();
    const consumer = new NoteTries();
    consumer.poison.add(1);
    consuming.run(consumer, { retryDelayMs: FIRST_WAIT_MS, maxTries: 4 });
    await consuming.commit(anEvent(key, 1));
    const keptAs = { last_by_subj: `dead.${consumer.name}` };
    const letter = await eventually(() => consuming.link.current?.manager.streams.getMessage('dead_letters', keptAs), {
      within: 15_000,
    });

    const [first = 0, ...others] = consumer.triedAt;
    const waits = others.map((at, index) => at - (others[index - 1] ?? first));
    expect(waits).toHaveLength(3);
    waits.forEach((wait, index) => expect(wait).toBeGreaterThan(FIRST_WAIT_MS * 2 ** index * SHORTEST - 20));

    expect(decodeURI(letter?.header.get('Pulse-Reason') ?? '')).toBe('Error: cannot be handled');
    expect(letter?.header.get('Pulse-Tries')).toBe('4');
    expect(letter?.json()).toMatchObject({ order_id: key, sequence: 1 });
  });
});
