import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { sql as fragment } from 'drizzle-orm';
import { isConnectionError, isLockTimeout, isSerializationOrDeadlock } from '#libs/database';
import { isStatementTimeout, isUniqueViolation } from '#libs/database';
import { openTestDatabase, type OpenedDatabase } from '#libs/testing';
import { failureOf } from './setup.js';

let opened: OpenedDatabase;

beforeAll(async () => {
  opened = await openTestDatabase({ lockTimeoutMs: 100, statementTimeoutMs: 500 });
  await opened.db.sql`create table notes (id int constraint notes_id primary key, body text)`;
});

afterAll(() => opened.close());

const bodies = async (id: number) =>
  (await opened.db.sql<{ body: string }[]>`select body from notes where id = ${id}`).map(({ body }) => body);

test('what a transaction wrote is there when it resolves', async () => {
  const result = await opened.db.transaction(async (tx) => {
    await tx`insert into notes values (1, 'kept')`;
    return 'done';
  });
  expect(result).toBe('done');
  expect(await bodies(1)).toEqual(['kept']);
});

test('a transaction that rejects leaves nothing and rejects with the same error', async () => {
  const mistake = new Error('changed my mind');
  const transaction = opened.db.transaction(async (tx) => {
    await tx`insert into notes values (2, 'dropped')`;
    throw mistake;
  });
  expect(await failureOf(transaction)).toBe(mistake);
  expect(await bodies(2)).toEqual([]);
});

test('Drizzle works inside the same transaction, its own transactions as savepoints', async () => {
  await opened.db.transaction(async (tx) => {
    await tx`insert into notes values (3, 'outer')`;
    const orm = opened.db.ormIn(tx);
    const inner = orm.transaction(async (nested) => {
      await nested.execute(fragment`update notes set body = 'inner' where id = 3`);
      throw new Error('only the savepoint');
    });
    await failureOf(inner);
    await orm.execute(fragment`update notes set body = body || '!' where id = 3`);
  });
  expect(await bodies(3)).toEqual(['outer!']);
});

test('isolation and read-only are the transaction’s own', async () => {
  const modes = await opened.db.transaction(
    (tx) => tx`select current_setting('transaction_isolation') as level, current_setting('transaction_read_only') as read_only`,
    { isolation: 'repeatable read', readOnly: true },
  );
  expect(modes[0]).toEqual({ level: 'repeatable read', read_only: 'on' });
});

test('a session has its limits, its name and UTC', async () => {
  const [session] = await opened.db.sql`
    select current_setting('statement_timeout') as statement, current_setting('lock_timeout') as lock,
      current_setting('idle_in_transaction_session_timeout') as idle, current_setting('TimeZone') as zone,
      current_setting('application_name') as name`;
  expect(session).toEqual({ statement: '500ms', lock: '100ms', idle: '10s', zone: 'UTC', name: 'pulse' });
});

test('a duplicate is told apart by its constraint, from Drizzle as well', async () => {
  const { sql, orm } = opened.db;
  await sql`insert into notes values (4, 'first')`;
  const byTemplate = await failureOf(sql`insert into notes values (4, 'again')`);
  const byDrizzle = await failureOf(orm.execute(fragment`insert into notes values (4, 'again')`));
  for (const error of [byTemplate, byDrizzle]) {
    expect(isUniqueViolation(error)).toBe(true);
    expect(isUniqueViolation(error, 'notes_id')).toBe(true);
    expect(isUniqueViolation(error, 'another')).toBe(false);
  }
});

test('a row that another transaction holds gives a lock timeout', async () => {
  await opened.db.sql`insert into notes values (5, 'held')`;
  await opened.db.transaction(async (tx) => {
    await tx`select 1 from notes where id = 5 for update`;
    const error = await failureOf(opened.db.sql`update notes set body = 'mine' where id = 5`);
    expect(isLockTimeout(error)).toBe(true);
  });
});

test('a statement that takes too long is ended', async () => {
  expect(isStatementTimeout(await failureOf(opened.db.sql`select pg_sleep(5)`))).toBe(true);
});

test('two transactions that decide on the same snapshot: the second is told to start again', async () => {
  const { db } = opened;
  await db.sql`insert into notes values (6, 'seen by both')`;
  const second = db.transaction(
    async (tx) => {
      await tx`select * from notes where id = 6`;
      await db.sql`update notes set body = 'first' where id = 6`;
      await tx`update notes set body = 'second' where id = 6`;
    },
    { isolation: 'repeatable read' },
  );
  expect(isSerializationOrDeadlock(await failureOf(second))).toBe(true);
});

test('a terminated session is a connection error, and the next statement works', async () => {
  const error = await failureOf(opened.db.sql`select pg_terminate_backend(pg_backend_pid())`);
  expect(isConnectionError(error)).toBe(true);
  await Promise.all(Array.from({ length: 8 }, () => opened.db.sql`select 1`));
});
