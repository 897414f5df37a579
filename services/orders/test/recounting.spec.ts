import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { openDatabase, type Database } from '#libs/database';
import { openTestDatabase, type OpenedDatabase } from '#libs/testing';
import { examineFigures } from '../src/orders/figures/examine-figures.js';
import { figureFaults } from '../src/orders/figures/figure-faults.js';
import { foldFigures } from '../src/orders/figures/fold-figures.js';
import { recountFigures } from '../src/orders/figures/recount-figures.js';
import { whileGateIsClosed } from './gate.js';
import { sessionsWaiting } from './sessions-waiting.js';

let own: OpenedDatabase;
let database: Database;
beforeAll(async () => {
  own = await openTestDatabase();
  database = own.db;
});
afterAll(() => own.close());

describe('the figures, counted anew while they are added up', () => {
  it('are those of the orders, and nothing is counted twice', async () => {
    await database.sql`insert into order_figures select 'draft', 'EUR', 1, 100 from generate_series(1, 2)`;
    await database.sql`insert into customer_figures select 1 from generate_series(1, 2)`;
    const { both } = await whileGateIsClosed(database, 'delete on customer_figures', async () => {
      const folding = foldFigures(database);
      await sessionsWaiting(database, 1);
      const counting = recountFigures(database);
      await sessionsWaiting(database, 2);
      return { both: [folding, counting] };
    });
    await Promise.all(both);
    expect(await figureFaults(database)).toEqual([]);
  });

  it('are left for another time when somebody keeps the orders locked', async () => {
    await database.sql`insert into order_figures values ('draft', 'EUR', 1, 100)`;
    const impatient = openDatabase({ url: own.url, lockTimeoutMs: 50 });
    const faults = ['draft EUR: figures 1/100, orders /'];
    await database.transaction(async (tx) => {
      await tx`lock table orders in row exclusive mode`;
      expect(await examineFigures(impatient, { repairs: true })).toEqual({ faults, outcome: 'busy' });
    });
    expect(await examineFigures(impatient, { repairs: true })).toEqual({ faults, outcome: 'counted anew' });
    expect(await examineFigures(impatient, { repairs: true })).toEqual({ faults: [], outcome: 'agree' });
    await impatient.close();
  });
});
