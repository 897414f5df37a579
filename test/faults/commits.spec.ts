import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, expect, it } from '@jest/globals';
import { type Database, openDatabase, type Sql, type Tx } from '#libs/database';
import { createTestDatabase, type TestDatabase } from '#libs/testing';
import { type Link, openLink } from '../../faults/system/link.js';

let postgres: TestDatabase;
let link: Link;
let database: Database;
/** Answers that told of a commit, since the test began. */
let told = 0;

beforeAll(async () => {
  postgres = await createTestDatabase();
  link = await openLink('orders-1', 'postgres', postgres.url);
  link.proxy.setStrike((_, direction, connection) => {
    if (direction === 'back' && link.commits.areToldOver(connection)) told += 1;
    return 'pass';
  });
  database = openDatabase({ url: link.proxy.url, poolSize: 2 });
});
afterAll(async () => {
  await database.close();
  link.proxy.close();
  await postgres.close();
});
beforeEach(() => void (told = 0));

const keep = (sql: Sql | Tx, key: string = randomUUID(), padding = '') => sql`
  insert into idempotency_keys (key, fingerprint, status, headers, body, created_at)
  values (${key}, '', 200, '', ${padding}, now()) on conflict (key) do nothing`;

it('tells of each statement that keeps an answer, also when it is sent by its name', async () => {
  for (let order = 1; order <= 3; order += 1) {
    await keep(database.sql);
    expect(told).toBe(order);
  }
});

it('tells of a transaction at its commit and not before', async () => {
  await database.transaction(async (tx) => {
    await keep(tx);
    await tx`select 1`;
    expect(told).toBe(0);
  });
  expect(told).toBe(1);
});

it('tells of one whose text comes in many pieces', async () => {
  await keep(database.sql, randomUUID(), 'x'.repeat(300_000));
  expect(told).toBe(1);
});

it('says nothing of reads, of empty transactions such as those of a relay, and of what wrote nothing', async () => {
  const key = randomUUID();
  await keep(database.sql, key);
  told = 0;
  await keep(database.sql, key);
  await database.sql`select key from idempotency_keys`;
  await database.transaction((tx) => tx`select pg_try_advisory_xact_lock(1)`);
  await database.sql`delete from outbox`;
  expect(told).toBe(0);
});

it('says nothing of what was rolled back or failed', async () => {
  await database.transaction(async (tx) => {
    await keep(tx);
    throw new Error('changed my mind');
  }).catch(() => undefined);
  await keep(database.sql, '\0').catch(() => undefined);
  await database.sql`select 1`;
  expect(told).toBe(0);
});
