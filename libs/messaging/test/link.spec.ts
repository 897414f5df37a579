import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { connect, StorageType } from 'nats';
import { eventually, Proxy, startTestNats, type TestNats } from '#libs/testing';
import { JetStreamLink, type JetStreamConfig } from '../src/index.js';
import { DEAD, STREAM } from './setup.js';

let nats: TestNats;
const links: JetStreamLink[] = [];

beforeEach(async () => {
  nats = await startTestNats();
});

afterEach(async () => {
  await Promise.all(links.splice(0).map((link) => link.close()));
  await nats.close();
});

function open(config: Partial<JetStreamConfig> = {}): JetStreamLink {
  const link = new JetStreamLink({ url: nats.url, name: 'test', streams: [STREAM], mode: 'create', ...config });
  links.push(link);
  link.open();
  return link;
}

const isReady = (link: JetStreamLink) => eventually(() => link.current !== undefined, { within: 10_000 });

async function makeStream(): Promise<void> {
  const connection = await connect({ servers: nats.url });
  await (await connection.jetstreamManager()).streams.add({ name: STREAM.name, subjects: [...STREAM.subjects] });
  await connection.close();
}

describe('the link to JetStream', () => {
  it('closes at once while the broker is away or was never there', async () => {
    const link = open();
    const never = open({ url: 'nats://127.0.0.1:1' });
    await isReady(link);
    await nats.stop();
    await eventually(() => link.current === undefined);
    const started = performance.now();
    await Promise.all([link.close(), never.close()]);
    expect(performance.now() - started).toBeLessThan(1_000);
    await nats.start();
  });

  it('waits on one connection for a stream that somebody else is to make', async () => {
    const proxy = await Proxy.open(nats.url);
    const link = open({ url: proxy.url, mode: 'verify' });
    await eventually(() => proxy.open === 1);
    await expect(link.check()).rejects.toThrow();
    await makeStream();
    await isReady(link);
    expect(proxy.open).toBe(1);
    proxy.close();
  });

  it('goes on trying after a reconnect until the streams are in place again', async () => {
    await makeStream();
    const link = open({ mode: 'verify' });
    await isReady(link);
    await nats.stop();
    nats.wipe();
    await nats.start();
    await eventually(() => link.current === undefined);
    await makeStream();
    await isReady(link);
  });

  it('says what the streams are like, not what the server could do', async () => {
    await makeStream();
    const checked = open({ mode: 'verify' });
    await isReady(checked);
    expect(checked.current?.streams).toMatchObject([{ name: 'orders', takesBatches: false }]);
    const made = open();
    await isReady(made);
    expect(made.current?.streams).toMatchObject([{ name: 'orders', takesBatches: made.current?.can.atomicBatches }]);
  });

  it('keeps a stream that cannot be changed as it is', async () => {
    const connection = await connect({ servers: nats.url });
    const manager = await connection.jetstreamManager();
    await manager.streams.add({ name: STREAM.name, subjects: ['orders.>'], storage: StorageType.Memory });
    const link = open();
    await isReady(link);
    expect((await manager.streams.info(STREAM.name)).config.storage).toBe(StorageType.Memory);
    await connection.close();
  });

  it('makes a stream as large as the disk has room for, since the server sets all of it aside', async () => {
    const petabyte = 1e15;
    const link = open({ streams: [STREAM, DEAD].map((stream) => ({ ...stream, maxBytes: petabyte })) });
    await isReady(link);
    for (const { name } of [STREAM, DEAD]) {
      const { config } = (await link.current?.manager.streams.info(name)) ?? {};
      expect(config?.max_bytes).toBeGreaterThan(1_000_000);
      expect(config?.max_bytes).toBeLessThan(petabyte);
    }
  });

  it('connects anew when its connection was closed for good', async () => {
    const link = open();
    await isReady(link);
    const first = link.current?.connection;
    await first?.close();
    await isReady(link);
    expect(link.current?.connection).not.toBe(first);
    await link.check();
  });
});
