import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { Logger } from '@nestjs/common';
import type { Database } from '#libs/database';
import { eventually, openTestDatabase, type OpenedDatabase } from '#libs/testing';
import type { OrdersSettings } from '../src/orders.config.js';
import { keepTidy } from '../src/upkeep.js';

const STREAM_DAYS = 30;
/** Several times as many as go at a time. */
const ROWS = 12_345;

let own: OpenedDatabase;
let database: Database;
let stop: () => void = () => undefined;

beforeEach(async () => {
  own = await openTestDatabase();
  database = own.db;
});

afterEach(async () => {
  stop();
  await own.close();
});

const fillInbox = (rows = ROWS, days = STREAM_DAYS + 2) => database.sql`
  insert into inbox select 'c', gen_random_uuid(), now() - make_interval(days => ${days}) from generate_series(1, ${rows}::int)`;

const fillKeys = (rows = ROWS, age = '2 days') => database.sql`
  insert into idempotency_keys (key, fingerprint, status, headers, body, created_at)
  select ${age} || n, '', 201, '{}', '', now() - ${age}::interval from generate_series(1, ${rows}::int) n`;

async function left(): Promise<unknown> {
  const [row] = await database.sql`
    select (select count(*)::int from idempotency_keys) as keys, (select count(*)::int from inbox) as inbox`;
  return row;
}

/** Its first round is all that it has the time for, unless it is to come often. */
function tidy(everyMs = 2_000): void {
  stop = keepTidy(database, { natsStreamMaxAgeDays: STREAM_DAYS } as OrdersSettings, everyMs);
}

const become = (wanted: unknown) => eventually(async () => expect(await left()).toEqual(wanted), { within: 3_500 });

describe('the upkeep of the tables', () => {
  it('forgets in one round whatever nobody asks for any more, and nothing else', async () => {
    await Promise.all([fillInbox(), fillKeys(), fillInbox(3, STREAM_DAYS), fillKeys(2, '23 hours')]);
    tidy();
    await become({ keys: 2, inbox: 3 });
  });

  it('forgets what was handled, whatever keeps it from forgetting keys', async () => {
    await Promise.all([fillInbox(2), fillKeys(1)]);
    await database.sql`
      create function refuse() returns trigger language plpgsql as $$ begin raise 'no'; end $$`;
    await database.sql`create trigger refusal before delete on idempotency_keys execute function refuse()`;
    tidy();
    await become({ keys: 1, inbox: 0 });
  });

  it('says once why something is not forgotten, and once more when that comes again', async () => {
    const said: object[] = [];
    const quiet = () => undefined;
    Logger.overrideLogger({ log: quiet, error: quiet, warn: (message: object) => said.push(message) });
    const complaint = { msg: 'upkeep fails and is tried again', work: 'forget handled events', reason: 'PostgresError: no' };
    await database.sql.unsafe(`
      create sequence refusals;
      create function refuse() returns trigger language plpgsql as $$ begin perform nextval('refusals'); raise 'no'; end $$`);
    const refusing = async () => {
      await database.sql`create trigger refusal before delete on inbox execute function refuse()`;
      const [before] = await database.sql<{ n: bigint }[]>`select last_value as n from refusals`;
      await eventually(async () => {
        const [now] = await database.sql<{ n: bigint }[]>`select last_value as n from refusals`;
        expect(Number(now?.n)).toBeGreaterThan(Number(before?.n) + 3);
      });
    };
    tidy(20);
    await refusing();
    expect(said).toEqual([complaint]);
    await database.sql`drop trigger refusal on inbox`;
    await fillInbox(1);
    await become({ keys: 0, inbox: 0 });
    await refusing();
    expect(said).toEqual([complaint, complaint]);
    Logger.overrideLogger(false);
  });
});
