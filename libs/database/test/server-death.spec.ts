import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { eventually, startTestPostgres, type TestPostgres } from '#libs/testing';
import type { Figures } from './busy-client.js';

/** patches/postgres+3.4.9.patch is what makes these pass: as published, postgres.js loses its process and its slots. */

const root = join(import.meta.dirname, '../../..');

function startBusyClient(url: string) {
  const child = fork(join(import.meta.dirname, 'busy-client.ts'), [url], {
    cwd: root,
    execArgv: ['--import', join(root, 'scripts/run-from-source.mjs')],
  });
  const waiting = new Map<number, (answer: unknown) => void>();
  child.on('message', ({ id, answer }: { id: number; answer: unknown }) => waiting.get(id)?.(answer));
  const ask = (question: string) =>
    new Promise<unknown>((resolve) => {
      const id = waiting.size;
      waiting.set(id, resolve);
      child.send({ id, question });
    });
  return {
    figures: async () => (await ask('figures')) as Figures,
    useEverySlot: async () => (await ask('use every slot')) === true,
    close: async () => {
      const exit = once(child, 'exit');
      child.kill('SIGKILL');
      await exit;
    },
  };
}

let postgres: TestPostgres;
let client: ReturnType<typeof startBusyClient>;

beforeAll(async () => {
  postgres = await startTestPostgres();
  client = startBusyClient(postgres.url);
});

afterAll(async () => {
  await client.close();
  await postgres.close();
});

test('kill -9 of PostgreSQL under transactions: no uncaught error, all of them settle, every slot works again', async () => {
  for (let round = 0; round < 6; round++) {
    const before = await client.figures();
    await eventually(async () => (await client.figures()).committed > before.committed + 100, { within: 10_000 });
    await postgres.kill();
    await eventually(async () => (await client.figures()).failed > before.failed);
    await postgres.start();
    await eventually(() => client.useEverySlot(), { within: 10_000 });

    const { uncaught, oldestPendingMs } = await client.figures();
    expect(uncaught).toEqual([]);
    expect(oldestPendingMs).toBeLessThan(5_000);
  }
}, 90_000);
