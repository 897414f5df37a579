import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { eventually } from '#libs/testing';
import { Relay } from '../src/index.js';
import { anEvent, setup, type Bench } from './setup.js';

let bench: Bench;
let relay: Relay;
beforeAll(async () => {
  bench = await setup();
  relay = new Relay(bench.database, bench.link, { pollMs: 20 });
  relay.start();
});
afterAll(async () => {
  await relay.stop();
  await bench.close();
});

it('a relay that cannot read the outbox is not well, until it can again', async () => {
  await expect(relay.check()).resolves.toBeUndefined();
  await bench.database.sql`alter table outbox rename to hidden`;
  const trouble = { code: 'the outbox cannot be read' };
  await eventually(() => expect(relay.check()).rejects.toMatchObject(trouble));
  await bench.database.sql`alter table hidden rename to outbox`;
  await bench.commit(anEvent(randomUUID(), 1));
  await eventually(async () => expect(await bench.backlog()).toBe(0));
  await expect(relay.check()).resolves.toBeUndefined();
});
