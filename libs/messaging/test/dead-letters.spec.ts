import { connect } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { Tx } from '#libs/database';
import { headers as natsHeaders } from 'nats';
import { newId } from '#libs/kernel';
import { eventually } from '#libs/testing';
import { listParked } from '../src/index.js';
import { NoteEffectWhenAnythingHappened, startConsuming, type Consuming } from './consuming.js';
import { anEvent } from './setup.js';

/** What the broker takes as it comes out of the box, with headers. */
const LARGEST = 1_048_576;
const ITS_PLACE = { 'Pulse-Omitted': 'body', 'Pulse-Stream': 'orders', 'Pulse-Stream-Sequence': '1' };

let consuming: Consuming;
beforeEach(async () => {
  consuming = await startConsuming();
});
afterEach(() => consuming.close());

class FailsWith extends NoteEffectWhenAnythingHappened {
  constructor(private readonly reason: string) {
    super();
  }

  override handle(_tx: Tx): Promise<void> {
    return Promise.reject(new Error(this.reason));
  }
}

async function headersOfLetter(): Promise<Record<string, string>> {
  const letter = await eventually(() => consuming.link.current?.manager.streams.getMessage('dead_letters', { seq: 1 }));
  const { header } = letter ?? {};
  return Object.fromEntries((header?.keys() ?? []).map((name) => [name, header?.get(name) ?? '']));
}

const isSetAside = (key: string) =>
  eventually(async () => expect(await listParked(consuming.database)).toMatchObject([{ key, events: 1 }]), { within: 15_000 });

describe('an event that cannot be handled is set aside', () => {
  it.each([
    ['that ends within a character', `${'x'.repeat(492)}🧩`],
    ['with half a character', 'x \ud83e y'],
    ['with a character that PostgreSQL takes in no text', 'x \0 y'],
    ['of very many bytes', '🧩'.repeat(10_000)],
    ['of several lines', 'one\r\ntwo'],
    ['that is empty', ''],
  ])('for a reason %s', async (_, reason) => {
    const key = newId();
    await consuming.commit(anEvent(key, 1, { note: 'null \0 character' }));
    consuming.run(new FailsWith(reason));
    await isSetAside(key);
    expect(decodeURI((await headersOfLetter())['Pulse-Reason'] ?? '')).toMatch(/^Error/);
  });

  it('as large as it may be', async () => {
    const key = newId();
    const { subject, payload } = anEvent(key, 1, { filling: 'x'.repeat(LARGEST - 300) });
    await consuming.link.current?.client.publish(subject, payload);
    consuming.run(new FailsWith('🧩'.repeat(1_000)));
    await isSetAside(key);
    expect(await headersOfLetter()).toMatchObject(ITS_PLACE);
  });

  it.each([
    ['with a null character in it', 'a\0b', {}],
    ['as large as headers may be', 'x'.repeat(65_400), { ...ITS_PLACE, 'Pulse-Omitted': 'body, headers' }],
  ])('with a foreign header %s', async (_, value, told) => {
    const key = newId();
    const { subject, payload } = anEvent(key, 1);
    const headers = natsHeaders();
    headers.set('baggage', value);
    await consuming.link.current?.client.publish(subject, payload, { headers });
    consuming.run(new FailsWith('no'));
    await isSetAside(key);
    expect(await headersOfLetter()).toMatchObject({ 'Pulse-Reason': 'Error:%20no', ...told });
  });

  it('where the stream of dead letters takes only small ones', async () => {
    const key = newId();
    const manager = consuming.link.current?.manager;
    await manager?.streams.update('dead_letters', { max_msg_size: 1_000 });
    await consuming.commit(anEvent(key, 1, { filling: 'x'.repeat(1_000) }));
    consuming.run(new FailsWith('no'));
    await isSetAside(key);
    expect(await headersOfLetter()).toMatchObject({ ...ITS_PLACE, 'ce-id': expect.any(String) });
  });
});

/** As no client library would. */
async function publishWithHeaders(headers: string, body: string): Promise<void> {
  const { port } = new URL(consuming.natsUrl);
  const socket = connect(Number(port), '127.0.0.1');
  const head = `NATS/1.0\r\n${headers}\r\n\r\n`;
  const sizes = [head, head + body].map((text) => Buffer.byteLength(text)).join(' ');
  socket.write(`CONNECT {"headers":true,"verbose":false}\r\nHPUB orders.order_updated ${sizes}\r\n${head}${body}\r\n`);
  await eventually(async () => expect(await consuming.stream()).toHaveLength(1));
  socket.destroy();
}

describe('a message that is no event', () => {
  it.each(['na me: x', 'näme: x', ': x', 'a: b\nc: d'])('and has the header %j holds up no other', async (header) => {
    await publishWithHeaders(header, 'no event');
    await consuming.commit(anEvent(newId(), 1));
    consuming.run(new NoteEffectWhenAnythingHappened());
    await consuming.effectsBecome([1]);
    expect(await headersOfLetter()).toMatchObject({ 'Pulse-Reason': 'InvalidEvent:%20the%20body%20is%20no%20JSON' });
  });

  it('and as large as it may be is told of by its place in its stream', async () => {
    const key = newId();
    await consuming.link.current?.client.publish('orders.order_updated', 'x'.repeat(LARGEST));
    await consuming.commit(anEvent(key, 1));
    consuming.run(new NoteEffectWhenAnythingHappened());
    await consuming.effectsBecome([1]);
    expect(await headersOfLetter()).toMatchObject(ITS_PLACE);
  });

  it('has a letter of its own where the stream was made anew and another had its place', async () => {
    const { client, manager } = consuming.link.current!;
    const consumer = new NoteEffectWhenAnythingHappened();
    const letters = async () => (await consuming.stream('dead_letters')).map(({ body }) => body);
    const first = consuming.run(consumer);
    await client.publish('orders.order_updated', 'one');
    await eventually(async () => expect(await letters()).toEqual(['one']));
    await first.stop();
    const { config } = await manager.streams.info('orders');
    await manager.streams.delete('orders');
    await manager.streams.add(config);
    await client.publish('orders.order_updated', 'another');
    consuming.run(consumer);
    await eventually(async () => expect(await letters()).toEqual(['one', 'another']));
  });
});
