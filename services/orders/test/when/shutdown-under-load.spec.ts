import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { eventually } from '#libs/testing';
import type { OrderBody } from '../../src/orders/order.presenter.js';
import { anOrderBody } from '../order-body.js';
import { startService, type RunningService } from '../service.js';

let service: RunningService;
beforeAll(async () => {
  service = await startService();
});
afterAll(() => service.stop());

/** The service as a process of its own, on the database and the broker of the other one. */
async function spawnReplica() {
  const { databaseUrl, natsUrl } = service.world;
  const main = 'services/orders/src/main.ts';
  const child = spawn(process.execPath, ['--conditions=source', '--import', './libs/testing/load-ts.mjs', main], {
    env: {
      ...process.env,
      PORT: '0',
      LOG_FORMAT: 'json',
      DATABASE_URL: databaseUrl,
      NATS_URL: natsUrl,
      SHUTDOWN_DELAY_MS: '500',
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = once(child, 'exit').then(([code]) => code as number);
  const url = await new Promise<string>((resolve) => {
    createInterface(child.stdout).on('line', (line) => {
      const { msg, url: found } = JSON.parse(line) as { msg: string; url?: string };
      if (msg === 'listening' && found !== undefined) resolve(found);
    });
  });
  return { url, ended, end: () => child.kill('SIGTERM') };
}

/** Orders, one after the other, until the service takes no more. @returns those that were answered with 201 */
async function orderUntilTheEnd(url: string, taken: OrderBody[]): Promise<void> {
  const headers = { 'content-type': 'application/json' };
  for (;;) {
    const body = JSON.stringify(anOrderBody());
    const answer = await fetch(`${url}/orders`, { method: 'POST', headers, body }).catch(() => undefined);
    if (answer?.status !== 201) return;
    taken.push((await answer.json()) as OrderBody);
  }
}

describe('when a service under load is told to end', () => {
  it('readiness falls first, what was answered is kept, its events come, and it exits with 0', async () => {
    const replica = await spawnReplica();
    const taken: OrderBody[] = [];
    const load = Promise.all(Array.from({ length: 20 }, () => orderUntilTheEnd(replica.url, taken)));
    await eventually(() => taken.length > 100, { within: 20_000 });
    replica.end();
    await eventually(async () => expect((await fetch(`${replica.url}/health/ready`)).status).toBe(503));
    const whenNotReady = taken.length;
    await eventually(() => taken.length > whenNotReady);
    await load;
    expect(await replica.ended).toBe(0);

    const stored = (await service.db.sql<{ id: string }[]>`select id from orders order by id`).map(({ id }) => id);
    expect(taken.filter(({ id }) => !stored.includes(id))).toEqual([]);
    const told = (await service.events()).map(({ body }) => body.order_id);
    expect(told.toSorted()).toEqual(stored);
  });
});
