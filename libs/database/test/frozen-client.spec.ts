import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals';
import { openDatabase, type Database, type Tx } from '#libs/database';
import { eventually, openTestDatabase, Proxy, type OpenedDatabase } from '#libs/testing';
import { failureOf } from './setup.js';

/** What a client holds that stands still in its transaction: PostgreSQL takes it back, wherever the client was. */

const TIMEOUT_MS = 500;

let opened: OpenedDatabase;
let proxy: Proxy;
let db: Database;

beforeAll(async () => {
  opened = await openTestDatabase();
  proxy = await Proxy.open(opened.url);
});

// To PostgreSQL a client stands still that does not get its answers: its system acknowledges what comes, and it says nothing.
afterEach(() => {
  proxy.setStrike();
  proxy.setWeather({});
});

afterAll(async () => {
  proxy.close();
  await opened.close();
});

const isLocked = async () => {
  const [row] = await opened.db.sql<{ free: boolean }[]>`select pg_try_advisory_xact_lock(1) as free`;
  return !row!.free;
};

/** Freezes a client while it does this in a transaction that holds a lock. */
async function freezeDuring(work: (tx: Tx) => Promise<unknown>): Promise<void> {
  db = openDatabase({ url: proxy.url, poolSize: 1, idleInTransactionTimeoutMs: TIMEOUT_MS });
  const { promise: locked, resolve: hasLocked } = Promise.withResolvers<void>();
  const transaction = db.transaction(async (tx) => {
    await tx`select pg_advisory_xact_lock(1)`;
    hasLocked();
    await work(tx);
  });
  const failed = failureOf(transaction);
  await locked;
  expect(await isLocked()).toBe(true);
  await eventually(async () => !(await isLocked()), { within: 4 * TIMEOUT_MS });
  proxy.resetAll();
  await failed;
  await db.close();
}

/** The answer to this is the last one that does not come. */
const muteAt = (words: string) =>
  proxy.setStrike((piece, direction) => (direction === 'there' && piece.includes(words) ? 'mute' : 'pass'));

test('after a statement', async () => {
  muteAt('no values');
  await freezeDuring((tx) => tx`select 'no values'`);
});

test('after PostgreSQL described a statement that the session did not know, and before it has the values', async () => {
  muteAt('first use');
  await freezeDuring((tx) => tx`select 'first use', ${1}::int`);
});

test('and as well when the statement is planned for its values', async () => {
  muteAt('without a name');
  await freezeDuring((tx) => tx.unsafe(`select 'without a name', $1::int`, [1]));
});

test('in the middle of an answer', async () => {
  await freezeDuring((tx) => {
    proxy.setWeather({ stalls: 'back' });
    return tx`select repeat('x', 32_000_000)`;
  });
});
