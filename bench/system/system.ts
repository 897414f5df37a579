import { join } from 'node:path';
import { applyMigrations, openDatabase, type Sql } from '#libs/database';
import { postgresFolder, startNats, startPostgres, wipe } from '#libs/embedded';
import { startBaseline, startService } from './programs.js';
import { settle } from './settle.js';

const ROOT = join(import.meta.dirname, '../..');
const DATA = join(ROOT, '.pulse/bench');

/** Everything that is measured, each part a process of its own, with the durability that `npm start` has. */
export interface System {
  readonly urls: { readonly service: string; readonly baseline: string; readonly nats: string };
  /** A second database with the same tables, which no service looks at. */
  emptyDatabase(): Promise<string>;
  readonly pids: { readonly service: number; readonly baseline: number; readonly postgres: number; readonly nats: number };
  readonly versions: { readonly postgres: string; readonly nats: string };
  /** Resolves when every event has been published, so that its cost is counted where it belongs. */
  settle(): Promise<void>;
  stop(): Promise<void>;
}

/** @param profiles where the service writes a CPU profile when it stops; without it none is written */
export async function startSystem(profiles?: string): Promise<System> {
  await wipe(DATA);
  const stops: (() => Promise<void>)[] = [];
  const stop = async (): Promise<void> => {
    for (const end of stops.splice(0).reverse()) await end();
    await wipe(DATA);
  };
  try {
    const postgres = await startPostgres({ dataDir: await postgresFolder(DATA) });
    stops.push(() => postgres.stop());
    const nats = await startNats({ storeDir: join(DATA, 'nats') });
    stops.push(() => nats.stop());
    await applyMigrations({ url: postgres.url, folder: join(ROOT, 'migrations/orders') });
    const database = openDatabase({ url: postgres.url, poolSize: 1, applicationName: 'bench' });
    stops.push(() => database.close());
    const service = await startService(postgres.url, nats.url, profiles);
    stops.push(() => service.stop());
    const baseline = await startBaseline();
    stops.push(() => baseline.stop());
    return {
      urls: { service: service.url, baseline: baseline.url, nats: nats.url },
      emptyDatabase: () => emptyDatabase(database.sql, postgres.url),
      pids: { service: service.pid, baseline: baseline.pid, postgres: postgres.pid, nats: nats.pid },
      versions: { postgres: await versionOf(database.sql), nats: nats.version },
      settle: () => settle(database.sql),
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function emptyDatabase(sql: Sql, url: string): Promise<string> {
  await sql`create database one_by_one`;
  const own = new URL(url);
  own.pathname = '/one_by_one';
  await applyMigrations({ url: own.href, folder: join(ROOT, 'migrations/orders') });
  return own.href;
}

async function versionOf(sql: Sql): Promise<string> {
  const [row] = await sql<{ server_version: string }[]>`show server_version`;
  return row?.server_version ?? 'unknown';
}
