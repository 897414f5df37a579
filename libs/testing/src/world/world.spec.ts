import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { connect, type NatsConnection } from 'nats';
import { openDatabase } from '#libs/database';
import { eventually } from '../eventually.js';
import { world, type WorldWithPostgres } from './world.js';

let mine: WorldWithPostgres;

beforeAll(async () => {
  mine = await world({ ownPostgres: true });
});

afterAll(() => mine.close());

const withNats = async <T>(work: (connection: NatsConnection) => Promise<T>): Promise<T> => {
  const connection = await connect({ servers: mine.natsUrl, reconnect: false, timeout: 2_000 });
  try {
    return await work(connection);
  } finally {
    await connection.close();
  }
};

const countOrders = async (url: string): Promise<bigint | undefined> => {
  const db = openDatabase({ url, poolSize: 1, connectTimeoutMs: 300 });
  try {
    const [row] = await db.sql<{ count: bigint }[]>`select count(*) from orders`;
    return row?.count;
  } finally {
    await db.close(100);
  }
};

test('two worlds share neither database nor broker', async () => {
  const other = await world();
  expect(other.databaseUrl).not.toBe(mine.databaseUrl);
  expect(other.natsUrl).not.toBe(mine.natsUrl);
  expect(await countOrders(other.databaseUrl)).toBe(0n);
  await other.close();
  await expect(countOrders(other.databaseUrl)).rejects.toMatchObject({ code: '3D000' });
});

test('a stream outlives nats being stopped and killed, at the same address', async () => {
  await withNats(async (nats) => {
    await (await nats.jetstreamManager()).streams.add({ name: 'kept', subjects: ['kept.>'] });
    await nats.jetstream().publish('kept.one');
  });
  await mine.nats.stop();
  await expect(connect({ servers: mine.natsUrl, reconnect: false })).rejects.toThrow();
  await mine.nats.start();
  await mine.nats.kill();
  await mine.nats.start();
  const messages = await withNats(async (nats) => (await (await nats.jetstreamManager()).streams.info('kept')).state.messages);
  expect(messages).toBe(1);
});

test('a frozen nats answers nobody until it is thawed', async () => {
  await withNats(async (nats) => {
    await mine.nats.freeze();
    const answer = nats.flush().then(() => 'answered');
    const look = () => Promise.race([answer, eventually(() => false, { within: 100 }).catch(() => 'silent')]);
    expect(await look()).toBe('silent');
    mine.nats.thaw();
    expect(await answer).toBe('answered');
  });
});

test('an own PostgreSQL can be killed and started again, with its data', async () => {
  await mine.postgres.kill();
  await expect(countOrders(mine.databaseUrl)).rejects.toMatchObject({ code: 'ECONNREFUSED' });
  await mine.postgres.start();
  expect(await countOrders(mine.databaseUrl)).toBe(0n);
});

test('a frozen PostgreSQL answers nobody until it is thawed', async () => {
  const db = openDatabase({ url: mine.databaseUrl, poolSize: 1 });
  await db.ping(2_000);
  await mine.postgres.freeze();
  await expect(db.ping(100)).rejects.toThrow('did not answer within 100 ms');
  mine.postgres.thaw();
  await db.ping(2_000);
  await db.close();
});
