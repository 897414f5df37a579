import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { newId } from '#libs/kernel';
import { NoteEffectsTogether, NoteEffectWhenAnythingHappened, startConsuming, type Consuming } from './consuming.js';
import { anEvent } from './setup.js';

let consuming: Consuming;
beforeEach(async () => {
  consuming = await startConsuming();
});
afterEach(() => consuming.close());

describe.each([
  ['one by one', () => new NoteEffectWhenAnythingHappened()],
  ['many at a time', () => new NoteEffectsTogether()],
])('a consumer that takes events %s', (_, aConsumer) => {
  it('handles those whose ids are in capitals, and knows them again in small letters', async () => {
    const key = newId();
    const first = anEvent(key, 1);
    const capitals = { event_id: first.eventId.toUpperCase(), order_id: key.toUpperCase(), sequence: 1 };
    await consuming.publish(key, 1, { ...first, payload: JSON.stringify(capitals) });
    consuming.run(aConsumer());
    await consuming.effectsBecome([1], key);
    await consuming.publish(key, 1, first);
    await consuming.publish(key, 2);
    await consuming.effectsBecome([1, 2], key);
  });
});
