import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { parseJson } from '#libs/kernel';
import type { DatabaseConfig } from '../config.js';
import { isConnectionError } from '../errors.js';
import { applyMigrations, migrationStatus, type MigrationOptions } from './apply-migrations.js';
import { MigrationError } from './migration.js';

const HELP = `usage: migrations/migrate.sh up|status [context]

  up        applies what is pending, one transaction per migration
  status    lists what is applied and what is pending; changes nothing

context is a folder of migrations/ (default: orders).

The database comes from DATABASE_URL, or from DB_HOST, DB_PORT, POSTGRES_DB, POSTGRES_USER and POSTGRES_PASSWORD,
or else is the one that npm start runs (.pulse/run.json). It is waited for MIGRATE_WAIT_SECONDS (default 30).

exit code: 0 done, or up to date; 1 failed; 2 wrong usage; 3 status found pending migrations`;

process.exitCode = await main(process.argv.slice(2));

async function main([command = '', context = 'orders']: string[]): Promise<number> {
  if (['help', '--help', '-h'].includes(command)) return say(HELP, 0);
  if (command !== 'up' && command !== 'status') return say(HELP, 2);
  const folder = resolve('migrations', context);
  if (!existsSync(folder)) return say(`there is no folder ${join('migrations', context)}`, 2);
  const database = databaseFrom(process.env);
  if (database === undefined) return say('no database: set DATABASE_URL or DB_HOST, or start one with npm start', 2);
  try {
    const options = { ...database, folder };
    return await whenReachable(() => (command === 'up' ? up(options) : status(options)));
  } catch (error) {
    const message = error instanceof MigrationError ? error.message : `could not migrate: ${(error as Error).message}`;
    return say(message, 1);
  }
}

async function up(options: MigrationOptions): Promise<number> {
  const onApplied = (tag: string) => console.log(`applied ${tag}`);
  const onWaiting = () => console.log('another process is migrating this database, waiting for it');
  const applied = await applyMigrations({ ...options, onApplied, onWaiting });
  console.log(applied.length === 0 ? 'up to date, nothing to apply' : `up to date, ${applied.length} applied`);
  return 0;
}

async function status(options: MigrationOptions): Promise<number> {
  const { applied, pending, problems } = await migrationStatus(options);
  for (const { tag } of applied) console.log(`applied  ${tag}`);
  for (const { tag } of pending) console.log(`pending  ${tag}`);
  if (problems.length > 0) throw new MigrationError(problems.join('\n'));
  return pending.length === 0 ? 0 : 3;
}

/** In compose files and clusters the database often starts together with this. */
async function whenReachable(work: () => Promise<number>): Promise<number> {
  const deadline = performance.now() + Number(process.env['MIGRATE_WAIT_SECONDS'] ?? 30) * 1000;
  for (let isFirst = true; ; isFirst = false) {
    try {
      return await work();
    } catch (error) {
      if (!isConnectionError(error) || error instanceof MigrationError || performance.now() > deadline) throw error;
      if (isFirst) console.log(`waiting for the database: ${(error as Error).message}`);
      await delay(500);
    }
  }
}

function databaseFrom(env: NodeJS.ProcessEnv): DatabaseConfig | undefined {
  if (env['DATABASE_URL']) return { url: env['DATABASE_URL'] };
  if (env['DB_HOST']) {
    return {
      host: env['DB_HOST'],
      port: Number(env['DB_PORT'] || 5432),
      database: env['POSTGRES_DB'],
      user: env['POSTGRES_USER'],
      password: env['POSTGRES_PASSWORD'],
    };
  }
  const run = resolve('.pulse/run.json');
  if (!existsSync(run)) return undefined;
  const { database_url: url } = parseJson(readFileSync(run, 'utf8')) as { database_url?: string };
  return url === undefined ? undefined : { url };
}

function say(text: string, exitCode: number): number {
  (exitCode === 0 ? console.log : console.error)(text);
  return exitCode;
}
