import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { newId } from '#libs/kernel';
import { eventually, Proxy } from '#libs/testing';
import { JetStreamLink, Relay } from '../src/index.js';
import { anEvent, DEAD, keyOf, readiness, sequenceOf, setup, STREAM, withoutBatches, type Bench } from './setup.js';

/** With 500 events on their way, an answer to the last one comes after five seconds; it is waited for four. */
const BYTES_PER_SECOND = 60_000;
const KEYS = Array.from({ length: 100 }, () => newId());
const EACH = 5;

let bench: Bench;
let proxy: Proxy;
let link: JetStreamLink;

beforeEach(async () => {
  bench = await setup();
  proxy = await Proxy.open(bench.natsUrl);
  link = new JetStreamLink({ url: proxy.url, name: 'over a slow line', streams: [STREAM, DEAD], mode: 'create' });
  link.open();
  await readiness(link);
  proxy.setWeather({ bytesPerSecond: BYTES_PER_SECOND });
});

afterEach(async () => {
  proxy.setWeather({});
  await link.close();
  proxy.close();
  await bench.close();
});

describe('a relay whose line to the broker takes longer for its backlog than it waits for an answer', () => {
  it.each([
    ['in atomic batches', (one: JetStreamLink) => one],
    ['one by one', withoutBatches],
  ])('gets it through all the same, publishing %s', async (_, adapt) => {
    for (let sequence = 1; sequence <= EACH; sequence += 1)
      await bench.commit(...KEYS.map((key) => anEvent(key, sequence, { filling: 'x'.repeat(200) })));
    const relay = new Relay(bench.database, adapt(link));
    relay.start();
    await eventually(async () => (await bench.backlog()) === 0, { within: 30_000 });
    await relay.stop();
    const found = await bench.stream();
    expect(found).toHaveLength(KEYS.length * EACH);
    for (const key of KEYS) expect(found.filter((one) => keyOf(one) === key).map(sequenceOf)).toEqual([1, 2, 3, 4, 5]);
  });
});
