import { expect, it } from '@jest/globals';
import { withOwnPlan } from '#libs/database';
import { openTestDatabase } from '#libs/testing';

it('a statement with a plan of its own gives the same answer and leaves nothing prepared behind', async () => {
  const { db, close } = await openTestDatabase({ poolSize: 1 });
  const { sql } = db;
  const prepared = async () =>
    (await sql`select from pg_prepared_statements where statement like '%as own_plan%' and statement like 'select $1%'`).length;
  const ask = (value: number) => sql<{ own_plan: number }[]>`select ${value}::int as own_plan`;
  for (const value of [1, 2, 3]) expect(await withOwnPlan(ask(value))).toMatchObject([{ own_plan: value }]);
  expect(await prepared()).toBe(0);
  await ask(1);
  expect(await prepared()).toBe(1);
  await close();
});
