import { join } from 'node:path';
import { applyMigrations, openDatabase, type Sql } from '#libs/database';
import { JetStreamLink } from '#libs/messaging';
import { postgresFolder, startNats, startPostgres, wipe } from '#libs/embedded';
import { untilConsumed, untilPublished } from './settle.js';

/** As much log as is written between two checkpoints. */
const LOG_FILES = 48;
const ROOT = join(import.meta.dirname, '../..');

/** A PostgreSQL with an empty database of the service, and a nats-server, with the durability that `npm start` has. */
export interface Servers {
  readonly databaseUrl: string;
  readonly natsUrl: string;
  readonly pids: { readonly postgres: number; readonly nats: number };
  readonly versions: { readonly postgres: string; readonly nats: string };
  /** One connection of the benchmark's own. */
  readonly sql: Sql;
  /** When these orders were committed, in milliseconds of the machine's clock, by their ids. */
  commitTimes(orderIds: readonly string[]): Promise<Map<string, number>>;
  /** Resolves when every event has been published. */
  published(): Promise<void>;
  /** Resolves when the service's own consumers have handled them too, so that all cost is counted where it belongs. */
  settle(): Promise<void>;
  stop(): Promise<void>;
}

/** @param name of a folder of their own, which is wiped before and after */
export async function startServers(name: string): Promise<Servers> {
  const folder = join(ROOT, '.pulse/bench', name);
  await wipe(folder);
  const stops: (() => Promise<void>)[] = [() => wipe(folder)];
  const stop = async (): Promise<void> => {
    for (const end of stops.splice(0).reverse()) await end();
  };
  try {
    const postgres = await startPostgres({ dataDir: await postgresFolder(folder), settings: { track_commit_timestamp: 'on' } });
    stops.push(() => postgres.stop());
    const nats = await startNats({ storeDir: join(folder, 'nats') });
    stops.push(() => nats.stop());
    const link = new JetStreamLink({ url: nats.url, name: 'bench', streams: [], mode: 'verify' });
    stops.push(() => link.close());
    link.open();
    await applyMigrations({ url: postgres.url, folder: join(ROOT, 'migrations/orders') });
    const { sql, close } = openDatabase({ url: postgres.url, poolSize: 1, applicationName: 'bench' });
    stops.push(() => close());
    await makeLogFiles(sql);
    return {
      databaseUrl: postgres.url,
      natsUrl: nats.url,
      pids: { postgres: postgres.pid, nats: nats.pid },
      versions: { postgres: await versionOf(sql), nats: nats.version },
      sql,
      commitTimes: (orderIds) => commitTimes(sql, orderIds),
      published: () => untilPublished(sql),
      settle: async () => {
        await untilPublished(sql);
        await untilConsumed(link);
      },
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

/**
 * A database that is in use has files for its log and fills them again and again. A new one makes each first, 16 MB of zeros,
 * while every commit waits some 50 ms: that would be measured once a second, and never again in the life of the database.
 */
async function makeLogFiles(sql: Sql): Promise<void> {
  for (let file = 0; file < LOG_FILES; file += 1) {
    await sql`select pg_logical_emit_message(false, 'bench', 'a file is left only when something is in it')`;
    await sql`select pg_switch_wal()`;
  }
  await sql`checkpoint`;
}

/** PostgreSQL takes the time before it writes the commit to the disk. */
async function commitTimes(sql: Sql, orderIds: readonly string[]): Promise<Map<string, number>> {
  const rows = await sql<{ id: string; ms: number }[]>`
    select id, extract(epoch from pg_xact_commit_timestamp(xmin))::float8 * 1000 as ms
    from orders where id = any(${orderIds as string[]}::uuid[])`;
  return new Map(rows.map(({ id, ms }) => [id, ms]));
}

async function versionOf(sql: Sql): Promise<string> {
  const [row] = await sql<{ server_version: string }[]>`show server_version`;
  return row?.server_version ?? 'unknown';
}
