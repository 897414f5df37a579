import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from '@jest/globals';
import { openDatabase } from '#libs/database';
import { newId } from '#libs/kernel';
import { append, deadLetterStream, JetStreamLink, Relay, type StreamDefinition } from '#libs/messaging';
import { eventually, world } from '#libs/testing';

const EXAMPLE = 'examples/add-spending-when-order-completed.ts';

it('shows the example as it is', () => {
  const [, shown] = /```ts\n\/\/ examples\/[^\n]*\n([\s\S]*?)```/.exec(readFileSync('README.md', 'utf8')) ?? [];
  expect(shown).toBe(readFileSync(EXAMPLE, 'utf8'));
});

it('has an example that counts a completed order once', async () => {
  const { databaseUrl, natsUrl, close } = await world();
  const folder = mkdtempSync(join(tmpdir(), 'pulse-example-'));
  mkdirSync(join(folder, '.pulse'));
  writeFileSync(join(folder, '.pulse/run.json'), JSON.stringify({ database_url: databaseUrl, nats_url: natsUrl }));
  const database = openDatabase({ url: databaseUrl });
  const limits = { replicas: 1, maxBytes: 10_000_000, maxAgeDays: 1 };
  const streams: StreamDefinition[] = [
    { name: 'orders', subjects: ['orders.>'], about: '', ...limits },
    deadLetterStream(limits),
  ];
  const link = new JetStreamLink({ url: natsUrl, name: 'test', streams, mode: 'create' });
  link.open();
  const relay = new Relay(database, link);
  relay.start();
  const hook = `file://${process.cwd()}/scripts/run-from-source.mjs`;
  const args = ['--import', hook, join(process.cwd(), EXAMPLE)];
  const example = spawn(process.execPath, args, { cwd: folder, stdio: 'ignore' });
  try {
    const [eventId, orderId, customerId] = [newId(), newId(), newId()];
    const body = {
      event_id: eventId,
      order_id: orderId,
      sequence: 3,
      customer_id: customerId,
      total_minor: 8997,
      total_amount: 89.97,
    };
    const message = { eventId, key: orderId, subject: 'orders.order_completed', headers: {}, payload: JSON.stringify(body) };
    await database.transaction((tx) => append(tx, [message]));
    const spent = () => database.sql`select minor from spending where customer_id = ${customerId}`.catch(() => []);
    await eventually(async () => expect(await spent()).toEqual([{ minor: 8997n }]), { within: 20_000 });
  } finally {
    example.kill();
    await relay.stop();
    await link.close();
    await database.close();
    await close();
    rmSync(folder, { recursive: true });
  }
});
