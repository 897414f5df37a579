import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { openDatabase, type Database } from '#libs/database';
import { world, type World } from '#libs/testing';
import { foldFigures } from '../src/orders/figures/fold-figures.js';
import { recountFigures } from '../src/orders/figures/recount-figures.js';
import { figureFaults } from './figures.js';
import { waiting, whileGateIsClosed } from './gate.js';

let own: World;
let database: Database;
beforeAll(async () => {
  own = await world();
  database = openDatabase({ url: own.databaseUrl });
});
afterAll(async () => {
  await database.close();
  await own.close();
});

describe('the figures, counted anew while they are added up', () => {
  it('are those of the orders, and nothing is counted twice', async () => {
    await database.sql`insert into order_figures select 'draft', 'EUR', 1, 100 from generate_series(1, 2)`;
    await database.sql`insert into customer_figures select 1 from generate_series(1, 2)`;
    const { both } = await whileGateIsClosed(database, 'delete on customer_figures', async () => {
      const folding = foldFigures(database);
      await waiting(database, 1);
      const counting = recountFigures(database);
      await waiting(database, 2);
      return { both: [folding, counting] };
    });
    await Promise.all(both);
    expect(await figureFaults(database)).toEqual([]);
  });
});
