import { join } from 'node:path';
import { applyMigrations } from '#libs/database';
import { startBaseline, startService } from './programs.js';
import { startServers, type Servers } from './servers.js';

const MIGRATIONS = join(import.meta.dirname, '../../migrations/orders');

/** Everything that is measured, each part a process of its own. */
export interface System {
  readonly urls: { readonly service: string; readonly baseline: string; readonly nats: string };
  /** A second database with the same tables, which no service looks at. */
  emptyDatabase(): Promise<string>;
  readonly pids: { readonly service: number; readonly baseline: number; readonly postgres: number; readonly nats: number };
  readonly versions: Servers['versions'];
  /** As those of the servers. */
  readonly commitTimes: Servers['commitTimes'];
  published(): Promise<void>;
  settle(): Promise<void>;
  stop(): Promise<void>;
}

/** @param profiles where the service writes a CPU profile when it stops; without it none is written */
export async function startSystem(profiles?: string): Promise<System> {
  const servers = await startServers('system');
  const stops = [() => servers.stop()];
  const stop = async (): Promise<void> => {
    for (const end of stops.splice(0).reverse()) await end();
  };
  try {
    const service = await startService(servers.databaseUrl, servers.natsUrl, profiles);
    stops.push(() => service.stop());
    const baseline = await startBaseline();
    stops.push(() => baseline.stop());
    return {
      urls: { service: service.url, baseline: baseline.url, nats: servers.natsUrl },
      emptyDatabase: () => emptyDatabase(servers),
      pids: { service: service.pid, baseline: baseline.pid, ...servers.pids },
      versions: servers.versions,
      commitTimes: (orderIds) => servers.commitTimes(orderIds),
      published: () => servers.published(),
      settle: () => servers.settle(),
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function emptyDatabase({ sql, databaseUrl }: Servers): Promise<string> {
  await sql`create database one_by_one`;
  const own = new URL(databaseUrl);
  own.pathname = '/one_by_one';
  await applyMigrations({ url: own.href, folder: MIGRATIONS });
  return own.href;
}
