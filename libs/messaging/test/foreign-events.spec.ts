import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { newId } from '#libs/kernel';
import { eventually } from '#libs/testing';
import { NoteEffectsTogether, NoteEffectWhenAnythingHappened, startConsuming, type Consuming } from './consuming.js';
import { anEvent } from './setup.js';

let consuming: Consuming;
beforeEach(async () => {
  consuming = await startConsuming();
});
afterEach(() => consuming.close());

interface Oddity {
  readonly subject?: string;
  readonly payload?: object;
}

/** Stands for what is too deep to be written down in the usual way. */
const DEEP = 'very many levels';

/** A body has one level more. */
function nested(levels: number): unknown {
  return levels === 0 ? 1 : [nested(levels - 1)];
}

const letter = () => eventually(() => consuming.link.current!.manager.streams.getMessage('dead_letters', { seq: 1 }));

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

  it.each([
    ['a number beyond what the inbox holds', { payload: { sequence: 3_000_000_000 } }, 'its number there'],
    ['a number beyond all', { payload: { sequence: 1e20 } }, 'its number there'],
    ['a subject with a null character', { subject: 'orders.a\0b' }, 'the subject has a character'],
    ['a body of very many levels', { payload: { x: DEEP } }, 'more than 100 levels deep'],
    ['a body of one level too many', { payload: { x: nested(100) } }, 'more than 100 levels deep'],
  ])('puts one aside at once that has %s', async (_, { subject, payload }: Oddity, reason) => {
    const odd = anEvent(newId(), 1, payload);
    const body = odd.payload.replace(`"${DEEP}"`, '['.repeat(200_000) + ']'.repeat(200_000));
    await consuming.publish(odd.key, 1, { ...odd, payload: body, ...(subject !== undefined && { subject }) });
    consuming.run(aConsumer());
    const { header } = await letter();
    expect(decodeURI(header.get('Pulse-Reason'))).toContain(reason);
  });

  it('handles one as deep as it may be', async () => {
    await consuming.publish('', 0, anEvent(newId(), 1, { x: nested(99) }));
    consuming.run(aConsumer());
    await consuming.effectsBecome([1]);
  });
});
