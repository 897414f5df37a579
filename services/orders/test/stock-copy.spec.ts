import { spawn, type ChildProcess } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { eventually } from '#libs/testing';
import { startService, type RunningService } from './service.js';
import { aProduct, levelOf, type Level } from './stock.js';

const EXAMPLE = 'examples/copy-stock-when-stock-moved.ts';

let service: RunningService;
let example: ChildProcess;
let folder: string;
beforeAll(async () => {
  service = await startService();
  folder = mkdtempSync(join(tmpdir(), 'pulse-example-'));
  mkdirSync(join(folder, '.pulse'));
  const { databaseUrl, natsUrl } = service.world;
  writeFileSync(join(folder, '.pulse/run.json'), JSON.stringify({ database_url: databaseUrl, nats_url: natsUrl }));
  const hook = `file://${process.cwd()}/scripts/run-from-source.mjs`;
  example = spawn(process.execPath, ['--import', hook, join(process.cwd(), EXAMPLE)], { cwd: folder, stdio: 'ignore' });
});
afterAll(async () => {
  example.kill();
  await service.stop();
  rmSync(folder, { recursive: true });
});

it('a copy of the stock that adds up what the events tell agrees with the stock', async () => {
  const onHand = 100;
  const skus = [await aProduct(service.db, { onHand }), await aProduct(service.db, { onHand, lowStockThreshold: 60 })];
  const items = skus.map((sku) => ({ sku, qty: 10, price: 5 }));
  const order = () => service.place({ status: 'placed', items });
  const [, shipped, cancelled, spoiled, parted, forced] = await Promise.all(Array.from({ length: 6 }, order));
  await service.patch(`/orders/${shipped?.id}`, { status: 'shipped' });
  await service.post(`/orders/${cancelled?.id}/cancel`);
  await service.post(`/orders/${spoiled?.id}/cancel`, { restock: false, reason: 'it fell' });
  await service.post(`/orders/${parted?.id}/cancel`, { items: [{ item_id: parted?.items[0]?.id, quantity: 3 }] });
  await service.patch(`/orders/${parted?.id}/items`, [{ item_id: parted?.items[1]?.id, status: 'shipped', quantity: 4 }]);
  await service.patch(`/orders/${forced?.id}`, { status: 'completed' });
  await service.patch(`/orders/${forced?.id}`, { status: 'placed', force: true, reason: 'not at all' });

  // What these products began with is in no event: the test wrote it.
  for (const sku of skus) {
    const { on_hand, held } = await levelOf(service.db, sku);
    const copied = () => service.db.sql<Level[]>`select on_hand, held from stock_copy where sku = ${sku}`.catch(() => []);
    await eventually(async () => expect(await copied()).toEqual([{ on_hand: on_hand - onHand, held }]), { within: 20_000 });
  }
});

it('docs/events.md shows that example as it is', () => {
  const [, shown] = /```ts\n\/\/ examples\/copy[^\n]*\n([\s\S]*?)```/.exec(readFileSync('docs/events.md', 'utf8')) ?? [];
  expect(shown).toBe(readFileSync(EXAMPLE, 'utf8'));
});
