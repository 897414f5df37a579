import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { isConnectionError, openDatabase, sqlState, type Database } from '#libs/database';
import { openTestDatabase, type OpenedDatabase } from '#libs/testing';
import { failureOf } from './setup.js';

/** What postgres.js as published does wrong when a session ends; see patches/postgres+3.4.9.patch. */

let opened: OpenedDatabase;
let killer: Database;

beforeAll(async () => {
  opened = await openTestDatabase({ poolSize: 1 });
  killer = openDatabase({ url: opened.url, poolSize: 1 });
  await killer.sql`create table steps (step text)`;
});

afterAll(async () => {
  await killer.close();
  await opened.close();
});

test('a transaction that lost its session writes nothing through the session that took its slot', async () => {
  const { db } = opened;
  let lateStatement: unknown;
  const { promise: finished, resolve: finish } = Promise.withResolvers();

  const transaction = db.transaction(async (tx) => {
    const [backend] = await tx<{ pid: number }[]>`select pg_backend_pid() as pid`;
    await tx`insert into steps values ('before')`;
    await killer.sql`select pg_terminate_backend(${backend!.pid}, 5000)`;
    await db.sql`select 'the slot serves others again'`;
    lateStatement = await failureOf(tx`insert into steps values ('after')`);
    finish(true);
  });

  expect(sqlState(await failureOf(transaction))).toBe('57P01');
  await finished;
  expect(isConnectionError(lateStatement)).toBe(true);
  expect([...(await killer.sql`select step from steps`)]).toEqual([]);
});

test('the error that ended a session is not given to the statement after it', async () => {
  for (let round = 0; round < 5; round++) {
    const error = await failureOf(opened.db.sql`select pg_terminate_backend(pg_backend_pid()), ${round}::int`);
    expect(isConnectionError(error)).toBe(true);
    expect([...(await opened.db.sql`select ${round}::int as round`)]).toEqual([{ round }]);
  }
});

test('a pool closes at once although a session of it was cut off', async () => {
  const db = openDatabase({ url: opened.url, poolSize: 2 });
  await failureOf(db.sql`select pg_terminate_backend(pg_backend_pid())`);
  const started = performance.now();
  await db.close(5_000);
  expect(performance.now() - started).toBeLessThan(1_000);
});

test('a server that hangs up before the session starts gives an error, not a hang', async () => {
  let calls = 0;
  const server = createServer((socket) => {
    calls++;
    socket.end();
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const db = openDatabase({ host: '127.0.0.1', port, user: 'nobody', database: 'none', poolSize: 1 });

  expect(isConnectionError(await failureOf(db.sql`select 1`))).toBe(true);
  expect(calls).toBe(1);
  await db.close();
  server.close();
});
