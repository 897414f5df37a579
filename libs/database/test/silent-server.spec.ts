import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { isConnectionError, openDatabase, type Database } from '#libs/database';
import { openTestDatabase, Proxy, type OpenedDatabase } from '#libs/testing';
import { failureOf } from './setup.js';

let opened: OpenedDatabase;
let proxy: Proxy;
let db: Database;

beforeAll(async () => {
  opened = await openTestDatabase();
  await opened.db.sql`create table steps (step text)`;
  proxy = await Proxy.open(opened.url);
  proxy.setStrike((piece, direction) => (direction === 'there' && piece.includes('no answer') ? 'mute' : 'pass'));
  db = openDatabase({ url: proxy.url, poolSize: 1, answerTimeoutMs: 300 });
});

afterAll(async () => {
  await db.close();
  proxy.close();
  await opened.close();
});

const backend = async () => (await db.sql`select pg_backend_pid() as pid`)[0]?.['pid'] as number;

test('a statement whose answer is lost fails in time, and the one after it gets another connection', async () => {
  const before = await backend();
  expect(isConnectionError(await failureOf(db.sql`select 'no answer'`))).toBe(true);
  expect(await backend()).not.toBe(before);
});

test('so does a transaction, and it writes nothing', async () => {
  const transaction = db.transaction(async (tx) => {
    await tx`insert into steps values ('first')`;
    await tx`insert into steps values ('no answer')`;
  });
  expect(isConnectionError(await failureOf(transaction))).toBe(true);
  expect([...(await db.sql`select step from steps`)]).toEqual([]);
});

test('a connection of which nothing is asked is left alone, in a transaction too', async () => {
  const before = await backend();
  const pause = () => opened.db.sql`select pg_sleep(0.5)`;
  await pause();
  await db.transaction(async (tx) => {
    await tx`insert into steps values ('before')`;
    await pause();
    await tx`insert into steps values ('after')`;
  });
  expect(await backend()).toBe(before);
  expect(await db.sql`select step from steps`).toHaveLength(2);
});

test('each statement has the whole time, however many follow one another', async () => {
  const before = await backend();
  const slow = () => db.sql`select pg_sleep(0.15)`;
  await db.transaction((tx) => Promise.all([1, 2, 3, 4].map(() => tx`select pg_sleep(0.15)`)));
  await Promise.all([slow(), slow(), slow()]);
  expect(await backend()).toBe(before);
});
