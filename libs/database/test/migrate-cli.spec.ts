import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { createTestDatabase } from '#libs/testing';

const root = join(import.meta.dirname, '../../..');

function run(command: string, args: string[], env: NodeJS.ProcessEnv = {}): Promise<{ code: number; out: string; err: string }> {
  return new Promise((resolve) => {
    execFile(join(root, command), args, { cwd: root, env: { ...process.env, ...env } }, (error, out, err) =>
      resolve({ code: error === null ? 0 : Number(error.code), out, err }),
    );
  });
}

test('migrate.sh: status finds what is pending, up applies it, status is content', async () => {
  const { url, close } = await createTestDatabase({ empty: true });
  const migrate = (verb: string) => run('migrations/migrate.sh', [verb], { DATABASE_URL: url });

  expect(await migrate('status')).toMatchObject({ code: 3, out: expect.stringContaining('pending  0000_orders') });
  const all = expect.stringMatching(/^applied 0000_orders\n(.*\n)*up to date, \d+ applied\n$/);
  expect(await migrate('up')).toMatchObject({ code: 0, out: all });
  expect(await migrate('up')).toMatchObject({ code: 0, out: 'up to date, nothing to apply\n' });
  expect(await migrate('status')).toMatchObject({ code: 0, out: expect.stringContaining('applied  0000_orders') });
  await close();
});

test('migrate.sh takes the parts of the address as well', async () => {
  const { url, close } = await createTestDatabase();
  const { hostname, port, username, password, pathname } = new URL(url);
  const user = { POSTGRES_USER: username, POSTGRES_PASSWORD: password };
  const parts = { DB_HOST: hostname, DB_PORT: port, POSTGRES_DB: pathname.slice(1), ...user };
  expect(await run('migrations/migrate.sh', ['status'], { ...parts, DATABASE_URL: '' })).toMatchObject({ code: 0 });
  await close();
});

const migrateNowhere = (...args: string[]) => {
  const env = { DATABASE_URL: 'postgres://nobody@127.0.0.1:1/none', MIGRATE_WAIT_SECONDS: '0' };
  return run('migrations/migrate.sh', args, env);
};

test('migrate.sh tells how it is used, and what is wrong', async () => {
  expect(await migrateNowhere('--help')).toMatchObject({ code: 0, out: expect.stringContaining('usage:') });
  expect(await migrateNowhere('down')).toMatchObject({ code: 2, err: expect.stringContaining('usage:') });
  expect(await migrateNowhere('up', 'elsewhere')).toMatchObject({ code: 2 });
  expect(await migrateNowhere('up')).toMatchObject({ code: 1, err: expect.stringContaining('ECONNREFUSED') });
});

test('the drift check passes for what is committed and catches a table without a migration', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'drift-'));
  const planted = { schema: join(root, 'libs/messaging/src/outbox/outbox.schema.ts'), out: folder };
  writeFileSync(join(folder, 'config.mjs'), `export default ${JSON.stringify(planted)};`);
  const script = ['--import', './scripts/run-from-source.mjs', 'scripts/check-migrations.ts'];
  const check = (...args: string[]) => run('node_modules/.bin/node', [...script, ...args]);

  expect(await check()).toMatchObject({ code: 0 });
  const missing = expect.stringContaining('CREATE TABLE "outbox"');
  expect(await check(join(folder, 'config.mjs'))).toMatchObject({ code: 1, err: missing });
  rmSync(folder, { recursive: true });
});
