import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { applyMigrations, openDatabase } from '#libs/database';
import { findNatsServer, startPostgres } from '#libs/embedded';
import { makeTempFolder, removeFolder, sweepTempFolders } from './temp-folder.js';

/** Tests forget everything at the end, so nothing needs to survive a power cut. */
export const TEST_POSTGRES_SETTINGS = { fsync: 'off', full_page_writes: 'off', wal_init_zero: 'off', max_connections: '300' };

export const TEMPLATE_DATABASE = 'pulse_template';

const MIGRATIONS = join(import.meta.dirname, '../../../migrations/orders');

/**
 * Starts one PostgreSQL for a whole Jest run, with a migrated template database, and finds nats-server once.
 * Workers learn of both through the environment. Returns what stops it; killed with Jest, it stops as well.
 */
export async function startTestServers(): Promise<() => Promise<void>> {
  sweepTempFolders();
  const folder = makeTempFolder();
  const natsServer = findNatsServer();
  const postgres = await startPostgres({ dataDir: join(folder, 'postgres'), settings: TEST_POSTGRES_SETTINGS });
  process.env['PULSE_TEST_POSTGRES_URL'] = postgres.url;
  await createTemplate(postgres.url);
  process.env['NATS_SERVER_BIN'] = (await natsServer).path;
  return async () => {
    await postgres.stop();
    removeFolder(folder);
  };
}

/** Creates the database that every test database is a copy of. */
export async function createTemplate(serverUrl: string): Promise<void> {
  const admin = openDatabase({ url: serverUrl, poolSize: 1 });
  await admin.sql.unsafe(`create database ${TEMPLATE_DATABASE}`);
  await admin.close();
  if (existsSync(MIGRATIONS)) await applyMigrations({ url: urlOf(serverUrl, TEMPLATE_DATABASE), folder: MIGRATIONS });
}

/** The same server, another database. */
export function urlOf(serverUrl: string, database: string): string {
  const url = new URL(serverUrl);
  url.pathname = `/${database}`;
  return url.href;
}
