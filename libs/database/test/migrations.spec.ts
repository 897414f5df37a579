import { appendFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { applyMigrations, migrationStatus, openDatabase, type Database } from '#libs/database';
import { createTestDatabase, eventually, type TestDatabase } from '#libs/testing';

let database: TestDatabase;
let db: Database;
let folder: string;

beforeEach(async () => {
  database = await createTestDatabase({ empty: true });
  db = openDatabase({ url: database.url, poolSize: 2 });
  folder = mkdtempSync(join(tmpdir(), 'migrations-'));
});

afterEach(async () => {
  await db.close();
  await database.close();
  rmSync(folder, { recursive: true });
});

/** Writes a folder as drizzle-kit does; the n-th tag was made on the n-th day of 2026. */
function writeMigrations(migrations: Record<string, string>): void {
  const tags = Object.keys(migrations);
  const entries = tags.map((tag, idx) => ({ idx, tag, version: '7', when: Date.UTC(2026, 0, idx + 1), breakpoints: true }));
  mkdirSync(join(folder, 'meta'), { recursive: true });
  writeFileSync(join(folder, 'meta/_journal.json'), JSON.stringify({ version: '7', dialect: 'postgresql', entries }));
  for (const tag of tags) writeFileSync(join(folder, `${tag}.sql`), migrations[tag] ?? '');
}

const first = { '0000_first': 'create table a (id int);\n--> statement-breakpoint\ncreate table b (id int);' };
const both = { ...first, '0001_second': 'alter table a add column name text;' };
const broken = { ...first, '0001_broken': 'create table c (id int);\n--> statement-breakpoint\nalter table nowhere add x int;' };

const tables = async () => {
  const rows = await db.sql<{ name: string }[]>`select tablename as name from pg_tables where schemaname = 'public' order by 1`;
  return rows.map(({ name }) => name);
};
const migrate = () => applyMigrations({ url: database.url, folder });
const tagsOf = async () => {
  const { applied, pending } = await migrationStatus({ url: database.url, folder });
  return { applied: applied.map(({ tag }) => tag), pending: pending.map(({ tag }) => tag) };
};

test('applies what is pending, in order, once', async () => {
  writeMigrations(first);
  expect(await migrate()).toEqual(['0000_first']);
  writeMigrations(both);
  expect(await tagsOf()).toEqual({ applied: ['0000_first'], pending: ['0001_second'] });
  expect(await migrate()).toEqual(['0001_second']);
  expect(await migrate()).toEqual([]);
  expect(await tables()).toEqual(['a', 'b']);
});

test('asking for the status changes nothing', async () => {
  writeMigrations(first);
  expect(await tagsOf()).toEqual({ applied: [], pending: ['0000_first'] });
  expect(await tables()).toEqual([]);
});

test('a migration that fails is rolled back whole and named; the ones before it stay', async () => {
  writeMigrations(broken);
  const why = '0001_broken failed and was rolled back: relation "nowhere" does not exist (SQLSTATE 42P01)';
  await expect(migrate()).rejects.toThrow(why);
  expect(await tables()).toEqual(['a', 'b']);
  expect(await tagsOf()).toEqual({ applied: ['0000_first'], pending: ['0001_broken'] });
});

test('processes that start together apply each migration once between them', async () => {
  writeMigrations(both);
  const applied = await Promise.all(Array.from({ length: 4 }, migrate));
  expect(applied.flat()).toEqual(['0000_first', '0001_second']);
});

test('says that it waits for another process, and gives up after its time', async () => {
  writeMigrations({ '0000_slow': 'select pg_sleep(1);' });
  let isWaiting = false;
  const slow = migrate();
  await eventually(async () => (await db.sql`select 1 from pg_locks where locktype = 'advisory' and granted`).length === 1);
  const other = applyMigrations({ url: database.url, folder, waitTimeoutMs: 50, onWaiting: () => (isWaiting = true) });
  await expect(other).rejects.toThrow('another process has been migrating this database for over 0.05 s');
  expect(isWaiting).toBe(true);
  expect(await slow).toEqual(['0000_slow']);
});

test('refuses a database that is ahead of the code', async () => {
  writeMigrations(both);
  await migrate();
  writeMigrations(first);
  await expect(migrate()).rejects.toThrow(/ahead of this code: it holds 1 migration\(s\) .* the last of 2026-01-02T/);
});

test('refuses when an applied file was edited', async () => {
  writeMigrations(first);
  await migrate();
  appendFileSync(join(folder, '0000_first.sql'), '\n-- harmless, it seems');
  await expect(migrate()).rejects.toThrow('0000_first was edited after it was applied');
});

test('a folder without migrations is an error that names it', async () => {
  await expect(migrate()).rejects.toThrow(`no migrations in ${folder}`);
});
