import { join } from 'node:path';
import { openDatabase } from '#libs/database';
import { findNatsServer } from '../nats/find-nats-server.js';
import { startNats } from '../nats/start-nats.js';
import { startPostgres } from '../postgres/start-postgres.js';
import { postgresFolder } from './data-location.js';

/** A server that was started here, or one that the environment names. */
export interface Server {
  readonly name: string;
  readonly url: string;
  readonly about: string;
  readonly pid?: number;
  /** Resolves when it ends; never for one that is not ours. */
  readonly ended?: Promise<string>;
  stop(): Promise<void>;
}

const DATABASE = 'pulse';

export async function postgresServer(
  pulse: string,
  environment: NodeJS.ProcessEnv,
  log: (line: string) => void,
): Promise<Server> {
  const url = databaseUrlOf(environment);
  if (url) return foreign('PostgreSQL', url);
  const server = await startPostgres({ dataDir: await postgresFolder(pulse), log });
  await createDatabase(server.url);
  const own = new URL(server.url);
  own.pathname = `/${DATABASE}`;
  return {
    name: 'PostgreSQL',
    url: own.href,
    about: `port ${server.port}`,
    pid: server.pid,
    ended: server.ended,
    stop: () => server.stop(),
  };
}

export async function natsServer(
  pulse: string,
  environment: NodeJS.ProcessEnv,
  log: (line: string) => void,
  abort: AbortSignal,
): Promise<Server> {
  if (environment['NATS_URL']) return foreign('NATS', environment['NATS_URL']);
  const onFetch = (): void => console.log('NATS        fetching nats-server (once; some seconds)');
  const binary = await findNatsServer({ environment, log, onFetch, abort });
  const server = await startNats({ storeDir: join(pulse, 'nats'), binary, log });
  return {
    name: 'NATS',
    url: server.url,
    about: `port ${server.port}, nats-server ${server.version}`,
    pid: server.pid,
    ended: server.ended,
    stop: () => server.stop(),
  };
}

/** `DATABASE_URL`, or one made of the variables that compose files set; nothing when neither is there. */
function databaseUrlOf(environment: NodeJS.ProcessEnv): string | undefined {
  if (environment['DATABASE_URL']) return environment['DATABASE_URL'];
  const {
    DB_HOST: host,
    DB_PORT: port = '5432',
    POSTGRES_DB: database = 'pulse',
    POSTGRES_USER: user = 'pulse',
    POSTGRES_PASSWORD: password = '',
  } = environment;
  if (!host) return undefined;
  const credentials = `${encodeURIComponent(user)}:${encodeURIComponent(password)}`;
  return `postgres://${credentials}@${host.includes('/') ? `localhost:${port}/${database}?host=${encodeURIComponent(host)}` : `${host}:${port}/${database}`}`;
}

function foreign(name: string, url: string): Server {
  return { name, url, about: 'from the environment', stop: () => Promise.resolve() };
}

async function createDatabase(url: string): Promise<void> {
  const database = openDatabase({ url, poolSize: 1 });
  try {
    const found = await database.sql`select from pg_database where datname = ${DATABASE}`;
    if (found.length === 0) await database.sql.unsafe(`create database ${DATABASE}`);
  } finally {
    await database.close();
  }
}
