import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { bigint, date, jsonb, pgTable, text, timestamp } from 'drizzle-orm/pg-core';
import { openTestDatabase, type OpenedDatabase } from '#libs/testing';

const things = pgTable('things', {
  name: text().primaryKey(),
  minor: bigint({ mode: 'bigint' }),
  facts: jsonb(),
  at: timestamp({ withTimezone: true }),
  day: date(),
});

let opened: OpenedDatabase;

beforeAll(async () => {
  opened = await openTestDatabase();
  await opened.db.sql`create table things (name text primary key, minor bigint, facts jsonb, at timestamptz, day date)`;
});

afterAll(() => opened.close());

const at = new Date('2026-02-03T04:05:06.789Z');
const row = { minor: 9_007_199_254_740_993n, facts: { list: [1, 'two'], nested: { ok: true } }, at, day: '2026-02-03' };

test('Drizzle and tagged templates write and read the same values over one pool', async () => {
  const { sql, orm } = opened.db;
  await orm.insert(things).values({ name: 'by drizzle', ...row });
  await sql`insert into things ${sql({ name: 'by template', ...row, facts: sql.json(row.facts) })}`;

  const byTemplate = await sql`select * from things order by name`;
  const byDrizzle = await orm.select().from(things).orderBy(things.name);

  const expected = ['by drizzle', 'by template'].map((name) => ({ name, ...row }));
  expect([...byTemplate]).toEqual(expected);
  expect(byDrizzle).toEqual(expected);
});

test.each(['0001-06-15T10:00:00.000Z', '0049-12-31T23:59:59.999Z', '0100-01-01T00:00:00.000Z', '9999-12-31T23:59:59.999Z'])(
  'the moment %s comes back as it is',
  async (text) => {
    const [found] = await opened.db.sql<{ at: Date }[]>`select ${new Date(text)}::timestamptz as at`;
    expect(found?.at.toISOString()).toBe(text);
  },
);

test('JSON text is stored as the document that it is, not as a JSON string', async () => {
  const { sql } = opened.db;
  const texts = ['{"a":1}', '[2]', '"three"'];
  const rows = await sql`
    select jsonb_typeof(doc) as type from unnest(${texts}::jsonb[]) with ordinality as t (doc, n) order by n`;
  expect(rows.map(({ type }) => type)).toEqual(['object', 'array', 'string']);
});

test('time text keeps its microseconds on the way in', async () => {
  const [stored] = await opened.db.sql`select ${'2026-01-01T00:00:00.123456Z'}::timestamptz::text as at`;
  expect(stored?.['at']).toBe('2026-01-01 00:00:00.123456+00');
});

test('bigint arrays go through sql.array', async () => {
  const { sql } = opened.db;
  const [sums] = await sql`select sum(n)::bigint as sum from unnest(${sql.array([1n, 2n ** 53n])}::bigint[]) n`;
  expect(sums?.['sum']).toBe(2n ** 53n + 1n);
});
