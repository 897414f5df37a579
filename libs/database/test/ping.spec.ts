import { expect, test } from '@jest/globals';
import { isConnectionError, openDatabase } from '#libs/database';
import { openTestDatabase } from '#libs/testing';
import { failureOf } from './setup.js';

test('a ping succeeds while the server answers', async () => {
  const { db, close } = await openTestDatabase();
  await expect(db.ping(2_000)).resolves.toBeUndefined();
  await close();
});

test('a ping fails in time while no connection comes free, and succeeds again afterwards', async () => {
  const { db, close } = await openTestDatabase({ poolSize: 1 });
  await db.transaction(async (tx) => {
    await tx`select 1`;
    expect(await failureOf(db.ping(50))).toMatchObject({ message: 'PostgreSQL did not answer within 50 ms' });
  });
  await db.ping(2_000);
  await close();
});

test('a ping to nowhere is a connection error, and closing needs no server', async () => {
  const db = openDatabase({ host: '127.0.0.1', port: 1, user: 'nobody', database: 'none' });
  expect(isConnectionError(await failureOf(db.ping(2_000)))).toBe(true);
  await db.close();
  await db.close();
});
