import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { freePort } from '../process/free-port.js';
import { startOwned, type OwnedProcess } from '../process/owned-process.js';
import { serverUser } from '../process/server-user.js';
import { postgresBinaries } from './binaries.js';
import { endLeftOver, prepareDataFolder, serverEnvironment, type DataFolder } from './data-folder.js';

export interface PostgresOptions {
  /** The cluster's folder; made when it does not exist. */
  readonly dataDir: string;
  /** A free one by default. */
  readonly port?: number;
  /** Server settings beyond the defaults below. */
  readonly settings?: Readonly<Record<string, string>>;
  readonly log?: (line: string) => void;
}

export interface RunningPostgres {
  /** For the superuser `pulse` and the database `postgres`. */
  readonly url: string;
  readonly port: number;
  readonly pid: number;
  readonly ended: Promise<string>;
  stop(): Promise<void>;
}

/** Fit for a Raspberry Pi with a few other programs; durability stays as PostgreSQL ships it. */
const SETTINGS: Readonly<Record<string, string>> = {
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  shared_buffers: '128MB',
  max_connections: '100',
  max_wal_size: '1GB',
  checkpoint_timeout: '15min',
  jit: 'off',
  logging_collector: 'off',
};

const START_LIMIT_MS = 60_000;
/** Old backends may still hold the shared memory of a server that was killed; they notice within a second. */
const TRIES = 8;

/**
 * Starts a real PostgreSQL on the loopback interface and waits until it takes connections.
 * @throws Error when the folder is in use, the port is taken, or the server does not come up; with its own last words
 */
export async function startPostgres(options: PostgresOptions): Promise<RunningPostgres> {
  const user = await serverUser();
  const binaries = await postgresBinaries(user !== undefined);
  await endLeftOver(options.dataDir);
  const folder = await prepareDataFolder(options.dataDir, binaries, user);
  for (let attempt = 1; ; attempt += 1) {
    const port = options.port ?? (await freePort());
    const lines: string[] = [];
    const server = startServer({ ...options, port }, binaries, user, lines);
    const outcome = await waitForStart(server, lines);
    if (outcome === 'ready') return running(server, folder, port);
    await server.stop(1_000);
    if (attempt === TRIES || !/shared memory|lock file/.test(outcome)) throw new Error(`PostgreSQL did not start: ${outcome}`);
    await delay(500);
  }
}

function running(server: OwnedProcess, { password }: DataFolder, port: number): RunningPostgres {
  const url = `postgres://pulse:${password}@127.0.0.1:${port}/postgres`;
  return { url, port, pid: server.pid, ended: server.ended, stop: () => server.stop(20_000) };
}

function startServer(
  options: PostgresOptions & { port: number },
  binaries: string,
  user: Awaited<ReturnType<typeof serverUser>>,
  lines: string[],
): OwnedProcess {
  const settings = Object.entries({ ...SETTINGS, ...options.settings }).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  return startOwned({
    name: 'PostgreSQL',
    command: join(binaries, 'bin', 'postgres'),
    args: ['-D', options.dataDir, '-p', String(options.port), ...settings],
    environment: serverEnvironment(binaries),
    cwd: '/',
    // Fast shutdown: sessions are ended, transactions rolled back, everything is written.
    stopSignal: 'SIGINT',
    user,
    onLine: (line) => {
      lines.push(line);
      if (lines.length > 50) lines.shift();
      options.log?.(line);
    },
  });
}

/** `ready`, or what the server said before it gave up. */
async function waitForStart(server: OwnedProcess, lines: readonly string[]): Promise<string> {
  let howItEnded: string | undefined;
  void server.ended.then((how) => (howItEnded = how));
  for (const deadline = Date.now() + START_LIMIT_MS; Date.now() < deadline; await delay(20)) {
    if (lines.some((line) => line.includes('ready to accept connections'))) return 'ready';
    if (howItEnded !== undefined) return `${lines.slice(-8).join('\n')}\n(${howItEnded})`;
  }
  return `not ready after ${START_LIMIT_MS / 1000} s`;
}
