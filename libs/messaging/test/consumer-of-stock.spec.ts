import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { Tx } from '#libs/database';
import { newId } from '#libs/kernel';
import { eventually } from '#libs/testing';
import { listParked, releaseParked, type ConsumedEvent, type OutboxMessage } from '../src/index.js';
import { NoteEffectsTogether, NoteEffectWhenAnythingHappened, startConsuming, type Body, type Consuming } from './consuming.js';
import { anEvent, DEAD, STREAM } from './setup.js';

const INVENTORY = { ...STREAM, name: 'inventory', subjects: ['inventory.>'] };

let consuming: Consuming;

beforeEach(async () => {
  consuming = await startConsuming({ streams: [STREAM, INVENTORY, DEAD] });
});

afterEach(() => consuming.close());

function aLevel(product: string, sequence: number): OutboxMessage {
  return stockEvent(product, 'stock_adjusted', { product_id: product, sequence, order_id: null });
}

function aHold(order: string, orderSequence: number, type = 'stock_held'): OutboxMessage {
  return stockEvent(order, type, { order_id: order, order_sequence: orderSequence });
}

function stockEvent(key: string, type: string, body: object): OutboxMessage {
  const message = anEvent(key, 1);
  const { eventId } = message;
  return { ...message, subject: `inventory.${type}`, payload: JSON.stringify({ event_id: eventId, ...body }) };
}

const publish = async (...messages: readonly OutboxMessage[]): Promise<void> => {
  for (const { subject, payload } of messages) await consuming.link.current?.client.publish(subject, payload);
};

describe.each([
  ['of single events', NoteEffectWhenAnythingHappened],
  ['of batches', NoteEffectsTogether],
])('a consumer %s of the inventory stream', (_, Consumer) => {
  class NoteStock extends Consumer {
    readonly late: number[] = [];
    readonly handled: string[] = [];

    constructor() {
      super('note-stock', 'inventory');
    }

    override async handle(tx: Tx, event: ConsumedEvent<Body>): Promise<void> {
      if (event.late) this.late.push(event.sequence);
      await super.handle(tx, event);
      this.handled.push(event.subject);
    }
  }

  it('has the levels of a product in their order, and waits for one that is missing', async () => {
    const [product, other] = [newId(), newId()];
    consuming.run(new NoteStock());
    await publish(aLevel(product, 1), aLevel(product, 3), aLevel(other, 1));
    await consuming.effectsBecome([1], other);
    await consuming.effectsBecome([1], product);
    await publish(aLevel(product, 2));
    await consuming.effectsBecome([1, 2, 3], product);
  });

  it('has what orders hold in the order of the stream, each event once, with gaps and a number that comes twice', async () => {
    const order = newId();
    const consumer = new NoteStock();
    const committed = aHold(order, 7, 'stock_committed');
    await publish(aHold(order, 2), aHold(order, 7, 'stock_released'), committed, committed, aHold(order, 12, 'stock_released'));
    consuming.run(consumer);
    await consuming.effectsBecome([2, 7, 7, 12], order);
    expect(consumer.late).toEqual([]);
  });

  it('sets a poisonous event aside with its order or product, while all others flow', async () => {
    const [ill, well, product, low] = [newId(), newId(), newId(), newId()];
    const consumer = new NoteStock();
    consumer.poison.add(4);
    consuming.run(consumer);
    const [released, committed] = [aHold(ill, 4, 'stock_released'), aHold(ill, 4, 'stock_committed')];
    await consuming.commit(aHold(ill, 3), committed, released, aHold(ill, 9));
    await consuming.commit(aHold(well, 3), ...[1, 2, 3, 4, 5].map((sequence) => aLevel(product, sequence)), aLevel(low, 1));
    await eventually(async () => expect(await parkedOf(consumer.name)).toEqual({ [ill]: 3, [product]: 2 }), { within: 15_000 });
    await consuming.effectsBecome([3], ill);
    await consuming.effectsBecome([3], well);
    await consuming.effectsBecome([1, 2, 3], product);
    await consuming.effectsBecome([1], low);

    consumer.poison.clear();
    expect(await releaseParked(consuming.database, consumer, ill)).toBe(3);
    // Those of one number go as they were made.
    const order = ['inventory.stock_released', 'inventory.stock_committed', 'inventory.stock_held'];
    expect(consumer.handled.slice(-3)).toEqual(order);
    expect(await releaseParked(consuming.database, consumer, product, { skipDead: true })).toBe(1);
    await consuming.commit(aHold(ill, 11), aLevel(product, 6));
    await consuming.effectsBecome([3, 4, 4, 9, 11], ill);
    await consuming.effectsBecome([1, 2, 3, 5, 6], product);
  });
});

describe('the two streams', () => {
  it('can be followed about one order by two consumers, each of which has its own place and its own trouble', async () => {
    const order = newId();
    const changes = new NoteEffectWhenAnythingHappened('note-changes');
    const holds = new NoteEffectWhenAnythingHappened('note-holds', 'inventory');
    holds.poison.add(2);
    consuming.run(changes);
    consuming.run(holds);
    await consuming.commit(anEvent(order, 1), anEvent(order, 2), aHold(order, 2), anEvent(order, 3));
    await eventually(async () => expect(await parkedOf('note-holds')).toEqual({ [order]: 1 }), { within: 15_000 });
    await consuming.effectsBecome([1, 2, 3], order);
    expect(await parkedOf('note-changes')).toEqual({});
  });
});

/** How many events of each key wait. */
async function parkedOf(consumer: string): Promise<Record<string, number>> {
  const parked = await listParked(consuming.database, consumer);
  return Object.fromEntries(parked.map(({ key, events }) => [key, events]));
}
