import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { startTestPostgres, type TestPostgres } from '#libs/testing';

const root = join(import.meta.dirname, '../../..');

let postgres: TestPostgres;

beforeAll(async () => {
  postgres = await startTestPostgres();
});

afterAll(() => postgres.close());

/** As published, postgres.js leaves about 1,000 bytes of a query, and all that hangs on it, to the next full collection. */
test('a query that has ended leaves nothing behind that only a full collection would remove', async () => {
  const child = fork(join(import.meta.dirname, 'garbage.worker.ts'), [postgres.url], {
    cwd: root,
    execArgv: ['--expose-gc', '--max-semi-space-size=8', '--import', join(root, 'scripts/run-from-source.mjs')],
  });
  const exit = once(child, 'exit');
  const [bytesPerQuery] = (await Promise.race([once(child, 'message'), exit])) as [number];
  expect(await exit).toEqual([0, null]);
  expect(bytesPerQuery).toBeLessThan(200);
});
