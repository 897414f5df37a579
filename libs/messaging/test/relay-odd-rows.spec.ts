import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { newId } from '#libs/kernel';
import { eventually } from '#libs/testing';
import { listDead, Relay } from '../src/index.js';
import { anEvent, keyOf, setup, type Bench } from './setup.js';

let bench: Bench;
let relay: Relay;

beforeAll(async () => {
  bench = await setup();
  relay = new Relay(bench.database, bench.link, { pollMs: 20, batchFrom: 2 });
  relay.start();
});

afterEach(() => bench.database.sql`delete from outbox_dead`);

afterAll(async () => {
  await relay.stop();
  await bench.close();
});

/** As somebody puts it into the table by hand. @returns its key */
async function insert({ headers = '{}', subject = 'orders.order_updated' }): Promise<string> {
  const { eventId, key, payload } = anEvent(newId(), 1);
  await bench.database.sql`
    insert into outbox (event_id, key, partition, subject, headers, payload)
    values (${eventId}, ${key}, 0, ${subject}, ${headers}::text::jsonb, ${payload})`;
  return key;
}

const storedKeys = async () => (await bench.stream()).map(keyOf);

/** A row that others come before and after, once the relay has seen to all of them. */
async function insertAmongOthers(row: Parameters<typeof insert>[0]): Promise<{ odd: string; others: string[] }> {
  const [before, after] = [newId(), newId()];
  await bench.commit(anEvent(before, 1));
  await eventually(async () => expect(await storedKeys()).toContain(before));
  const odd = await insert(row);
  await bench.commit(anEvent(after, 1));
  await eventually(async () => expect(await bench.backlog()).toBe(0));
  return { odd, others: [before, after] };
}

describe('a row of the outbox that cannot be published', () => {
  it.each([
    ['headers that are null', { headers: 'null' }, 'object'],
    ['headers that are a number', { headers: '7' }, 'object'],
    ['headers that are text', { headers: '"text"' }, 'object'],
    ['headers that are a list', { headers: '["text"]' }, 'object'],
    ['a number in a header', { headers: '{"a":5}' }, 'no text in a header: a'],
    ['null in a header', { headers: '{"a":null}' }, 'no text in a header: a'],
    ['an order to forget everything', { headers: '{"Nats-Rollup":"all"}' }, 'Nats-Rollup'],
    ['an order in small letters', { headers: '{"nats-rollup":"all"}' }, 'nats-rollup'],
    ['a batch of its own', { headers: '{"Nats-Batch-Id":"x","Nats-Batch-Sequence":"2"}' }, 'Nats-Batch-Id'],
    ['an expectation of the stream', { headers: '{"Nats-Expected-Last-Sequence":"7"}' }, 'Nats-Expected-Last-Sequence'],
    ['a subject that the server cuts connections for', { subject: `orders.${'x'.repeat(5_000)}` }, 'subject'],
    ['a subject of the server', { subject: '$JS.API.STREAM.PURGE.orders' }, 'subject'],
  ])('because of %s is set aside with its reason, and holds up or spoils no other', async (_, row, reason) => {
    const { odd, others } = await insertAmongOthers(row);
    expect(await listDead(bench.database)).toMatchObject([{ key: odd, reason: expect.stringContaining(reason) }]);
    const stored = await storedKeys();
    expect(stored).not.toContain(odd);
    expect(stored).toEqual(expect.arrayContaining(others));
  });
});

describe('a row of the outbox that is only unusual', () => {
  it.each([
    ['the id of its message, as the services write it', { headers: `{"Nats-Msg-Id":"${newId()}"}` }],
    ['a subject as long as may be, of wide letters', { subject: `orders.${'€'.repeat(993)}` }],
  ])('because of %s is published', async (_, row) => {
    const { odd, others } = await insertAmongOthers(row);
    expect(await listDead(bench.database)).toEqual([]);
    expect(await storedKeys()).toEqual(expect.arrayContaining([odd, ...others]));
  });
});
