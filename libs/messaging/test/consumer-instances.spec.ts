import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { newId } from '#libs/kernel';
import { eventually } from '#libs/testing';
import { ConsumerRunner, listParked } from '../src/index.js';
import { type Body, NoteEffectWhenAnythingHappened, startConsuming, type Consuming } from './consuming.js';
import { anEvent, DEAD, readiness, STREAM } from './setup.js';

const KEYS = Array.from({ length: 4 }, () => newId());
const EACH = 250;
/** As services have it, so that what waits does not come back at once. */
const PATIENCE = { retryDelayMs: 1_000 };

let consuming: Consuming;
let active: ConsumerRunner<Body>;
let other: ConsumerRunner<Body>;

beforeEach(async () => {
  consuming = await startConsuming();
  const link = consuming.connect([STREAM, DEAD]);
  await readiness(link);
  active = consuming.run(new NoteEffectWhenAnythingHappened(), PATIENCE);
  await eventually(isTaken);
  other = new ConsumerRunner(consuming.database, link, new NoteEffectWhenAnythingHappened(), PATIENCE);
  other.start();
});

afterEach(async () => {
  await other.stop();
  await consuming.close();
});

async function isTaken(): Promise<boolean> {
  return (await consuming.database.sql`select from consumer_leases where until > clock_timestamp()`).length === 1;
}

async function commitAll(): Promise<void> {
  for (let sequence = 1; sequence <= EACH; sequence += 1)
    await consuming.commit(...KEYS.map((key) => anEvent(key, sequence)));
}

async function expectAllInOrder(): Promise<void> {
  await eventually(async () => expect(await consuming.effects()).toHaveLength(KEYS.length * EACH), { within: 40_000 });
  const inOrder = Array.from({ length: EACH }, (_, index) => index + 1);
  for (const key of KEYS) expect(await consuming.effects(key)).toEqual(inOrder);
  expect(await listParked(consuming.database)).toEqual([]);
}

describe('the instance that stands by', () => {
  it('goes on when the active one has died and its lease is over', async () => {
    const { sql } = consuming.database;
    const dead = newId();
    const until = sql`clock_timestamp() + interval '3 seconds'`;
    const [lease] = await sql`update consumer_leases set holder = ${dead}, until = ${until} returning until`;
    const taken = async () => (await sql`select from consumer_leases where holder <> ${dead}`).length === 1;
    await eventually(taken, { within: 10_000 });
    const [over] = await sql`select clock_timestamp() > ${lease?.['until'] as Date} as over`;
    expect(over).toEqual({ over: true });
  });

  it('goes on at once when the active one ends', async () => {
    const [key = ''] = KEYS;
    await active.stop();
    await consuming.commit(anEvent(key, 1));
    await eventually(async () => expect(await consuming.effects(key)).toEqual([1]), { within: 3_000 });
  });
});

describe('two instances of a consumer that share the events of a few busy keys', () => {
  it('keep pace with them', async () => {
    await commitAll();
    await expectAllInOrder();
  });

  it('find back into their order after one of them was given events that it did not handle', async () => {
    const { sql } = consuming.database;
    const hold = await sql.reserve();
    await hold`begin`;
    await hold`insert into inbox_sequences (consumer, key, last_sequence)
      select 'note-effect-when-anything-happened', key, 0 from unnest(${KEYS}::uuid[]) as key`;
    await commitAll();
    await hold`rollback`;
    hold.release();
    await expectAllInOrder();
  });
});
