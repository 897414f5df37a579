import { expect, test } from '@jest/globals';
import { openTestDatabase } from '#libs/testing';

test('a quick statement never waits behind a slow one while another connection is free', async () => {
  const { db, close } = await openTestDatabase({ poolSize: 2 });
  await db.ping(2_000);
  let isSlowDone = false;
  const slow = db.sql`select pg_sleep(1)`.then(() => (isSlowDone = true));
  for (let n = 0; n < 20; n++) await Promise.all([db.sql`select 1`, db.sql`select 2`]);
  expect(isSlowDone).toBe(false);
  await slow;
  await close();
});

test('opens no more connections than the pool size', async () => {
  const { db, close } = await openTestDatabase({ poolSize: 3 });
  await Promise.all(Array.from({ length: 30 }, () => db.sql`select pg_sleep(0.01)`));
  const [backends] = await db.sql`select count(*)::int from pg_stat_activity where datname = current_database()`;
  expect(backends?.['count']).toBe(3);
  await close();
});

test('with a replica, reads go there and writes to the primary', async () => {
  const replica = await openTestDatabase();
  const { db, close } = await openTestDatabase({ readUrl: replica.url });
  const nameOf = async (sql: typeof db.sql) => (await sql`select current_database() as name`)[0]?.['name'] as string;
  expect(replica.url.endsWith(`/${await nameOf(db.readSql)}`)).toBe(true);
  expect(await nameOf(db.sql)).not.toBe(await nameOf(db.readSql));
  await close();
  await replica.close();
});
