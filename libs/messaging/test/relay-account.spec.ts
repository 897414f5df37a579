import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { connect, type NatsConnection } from 'nats';
import { newId } from '#libs/kernel';
import { eventually, startTestNats, type TestNats } from '#libs/testing';
import { JetStreamLink, listDead, Relay } from '../src/index.js';
import { anEvent, DEAD, readiness, setup, STREAM, withoutBatches, type Bench } from './setup.js';

const EVENTS = 20;
/** Streams without a limit of their own may fill it all. */
const SMALL_ACCOUNT = `
accounts { SMALL { jetstream { max_file: 2000000, max_mem: 1000000 }, users [{ user: small, password: small }] } }
no_auth_user: small`;

let nats: TestNats;
let foreign: NatsConnection;
let bench: Bench;
let link: JetStreamLink;

beforeEach(async () => {
  nats = await startTestNats(SMALL_ACCOUNT);
  foreign = await connect({ servers: nats.url });
  const { streams } = await foreign.jetstreamManager();
  const takingBatches = { name: STREAM.name, subjects: [...STREAM.subjects], allow_atomic: true };
  await streams.add(takingBatches);
  await streams.add({ name: DEAD.name, subjects: [...DEAD.subjects] });
  await streams.add({ name: 'foreign', subjects: ['foreign'] });
  bench = await setup();
  link = new JetStreamLink({ url: nats.url, name: 'test', streams: [STREAM, DEAD], mode: 'verify' });
  link.open();
  await readiness(link);
});

afterEach(async () => {
  await Promise.all([link.close(), foreign.close(), bench.close()]);
  await nats.close();
});

/** Another stream of the account takes all the room that there is, to the last byte. */
async function fillAccount(): Promise<void> {
  const fits = (size: number): Promise<boolean> =>
    foreign.jetstream().publish('foreign', 'x'.repeat(size)).then(() => true, () => false);
  for (const size of [100_000, 5_000, 300, 1]) while (await fits(size));
}

describe('a relay whose account has no room left', () => {
  it.each([
    ['in atomic batches', (one: JetStreamLink) => one],
    ['one by one', withoutBatches],
  ])('says so, buries nothing and goes on when there is room, publishing %s', async (_, adapt) => {
    await fillAccount();
    const relay = new Relay(bench.database, adapt(link), { pollMs: 20, batchFrom: 2 });
    await bench.commit(...Array.from({ length: EVENTS }, () => anEvent(newId(), 1)));
    relay.start();
    await eventually(() => expect(relay.check()).rejects.toThrow('orders'));
    expect(await bench.backlog()).toBe(EVENTS);
    expect(await listDead(bench.database)).toEqual([]);
    await (await foreign.jetstreamManager()).streams.purge('foreign');
    await eventually(async () => expect(await bench.backlog()).toBe(0), { within: 10_000 });
    await relay.stop();
    expect(await listDead(bench.database)).toEqual([]);
  });
});
