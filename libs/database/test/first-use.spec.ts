import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { sqlState } from '#libs/database';
import { openTestDatabase, type OpenedDatabase } from '#libs/testing';
import { failureOf } from './setup.js';

/** The patch of postgres.js describes a statement and runs it in two steps; whatever comes between, the session stays in step. */

let opened: OpenedDatabase;

beforeAll(async () => {
  opened = await openTestDatabase({ poolSize: 1 });
  await opened.db.sql`create table things (id int, name text)`;
  await opened.db.sql`insert into things values (1, 'one'), (2, 'two'), (3, 'three')`;
});

afterAll(() => opened.close());

/** On the same session. */
const expectInStep = async (value: string) =>
  expect(await opened.db.sql`select ${value}::text as value`).toMatchObject([{ value }]);

test('a statement that PostgreSQL refuses to describe fails alone', async () => {
  expect(sqlState(await failureOf(opened.db.sql`select nothing from nowhere where ${1}::int = 1`))).toBe('42P01');
  await expectInStep('after a refusal');
});

test('in a transaction the next one hears that it is aborted, and nothing is written', async () => {
  let next: unknown;
  const transaction = opened.db.transaction(async (tx) => {
    await tx`insert into things values (${4}, ${'four'})`;
    const first = await failureOf(tx`select nothing from nowhere where ${2}::int = 2`);
    next = await failureOf(tx`select name from things where id = ${5}`);
    throw first;
  });
  expect(sqlState(await failureOf(transaction))).toBe('42P01');
  expect(sqlState(next)).toBe('25P02');
  expect(await opened.db.sql`select from things where id = 4`).toHaveLength(0);
});

test('a value that cannot be written fails alone', async () => {
  const unwritable = {
    toString: (): string => {
      throw new Error('cannot be written');
    },
  };
  const error = await failureOf(opened.db.sql`select name from things where name = ${unwritable as unknown as string}`);
  expect(error).toMatchObject({ message: 'cannot be written' });
  await expectInStep('after a value');
});

test('a statement is described without being run', async () => {
  const { columns, types } = await opened.db.sql`delete from things where id = ${1} returning name`.describe();
  expect([columns.map(({ name }) => name), types]).toEqual([['name'], [23]]);
  await expectInStep('after a description');
  expect(await opened.db.sql`select from things where id = 1`).toHaveLength(1);
});

test('a cursor gives its rows in portions', async () => {
  const portions: string[][] = [];
  await opened.db.sql<{ name: string }[]>`select name from things where id <= ${3} order by id`.cursor(2, (rows) => {
    portions.push(rows.map(({ name }) => name));
  });
  expect(portions).toEqual([['one', 'two'], ['three']]);
  await expectInStep('after a cursor');
});

test('a statement whose table has changed is prepared anew', async () => {
  const read = () => opened.db.sql`select * from things where id = ${1}`;
  expect([...(await read())]).toEqual([{ id: 1, name: 'one' }]);
  await opened.db.sql`alter table things add column colour text`;
  expect([...(await read())]).toEqual([{ id: 1, name: 'one', colour: null }]);
  await expectInStep('after a change');
});
