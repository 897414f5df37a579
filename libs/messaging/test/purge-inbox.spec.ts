import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { purgeInbox } from '../src/index.js';
import { setup, type Bench } from './setup.js';

const LIMIT = 5;

let bench: Bench;
beforeEach(async () => {
  bench = await setup();
});
afterEach(() => bench.close());

const handled = (rows: number, days: number) => bench.database.sql`
  insert into inbox select 'c', gen_random_uuid(), now() - make_interval(days => ${days}) from generate_series(1, ${rows}::int)`;

const setAllAside = () => bench.database.sql`
  insert into inbox_parked (consumer, event_id, key, sequence, subject, headers, payload, dead, reason)
  select consumer, event_id, gen_random_uuid(), 1, 's', '{}', '{}', false, 'r' from inbox`;

describe('a purge of the inbox', () => {
  it('forgets what is old, a limited number at a time', async () => {
    await handled(LIMIT + 1, 40);
    await handled(1, 30);
    const gone = [];
    for (let n = 0; n < 3; n += 1) gone.push(await purgeInbox(bench.database, 31, LIMIT));
    expect(gone).toEqual([LIMIT, 1, 0]);
  });

  it('keeps what is set aside, however much, and forgets what is behind it', async () => {
    await handled(LIMIT * 2, 100);
    await setAllAside();
    await handled(3, 99);
    expect(await purgeInbox(bench.database, 31, LIMIT)).toBe(3);
    expect(await bench.database.sql`select from inbox`).toHaveLength(LIMIT * 2);
  });
});
