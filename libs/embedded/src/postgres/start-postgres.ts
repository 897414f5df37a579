import { mkdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { claimFolder } from '../process/claim-folder.js';
import { freePort } from '../process/free-port.js';
import { startOwned, type OwnedProcess } from '../process/owned-process.js';
import { serverUser, type ServerUser } from '../process/server-user.js';
import { endLeftOverPostgres, prepareDataFolder, serverEnvironment } from './data-folder.js';
import { findInstallation, type Installation } from './installation.js';

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
  // So much of the log is used again instead of deleted: to make a file of it anew stops every commit for some 50 ms.
  min_wal_size: '512MB',
  checkpoint_timeout: '15min',
  // SSDs and SD cards seek for free; PostgreSQL's default is for turning disks.
  random_page_cost: '1.1',
  jit: 'off',
  timezone: 'UTC',
  log_timezone: 'UTC',
  log_checkpoints: 'off',
  // By default the detail of an error is logged, and with it the values of a key or a row: emails and names.
  log_error_verbosity: 'terse',
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
  const { dataDir, log = () => undefined } = options;
  await mkdir(dirname(dataDir), { recursive: true });
  const claim = await claimFolder(dataDir);
  try {
    const user = await serverUser(dataDir);
    const installation = await findInstallation(user);
    await endLeftOverPostgres(dataDir, log);
    const { password } = await prepareDataFolder(dataDir, installation, user);
    const { server, port } = await startPatiently(options, installation, user);
    const ended = server.ended.finally(claim.release);
    const stop = async (): Promise<void> => {
      await server.stop(20_000);
      await ended;
    };
    return { url: `postgres://pulse:${password}@127.0.0.1:${port}/postgres`, port, pid: server.pid, ended, stop };
  } catch (error) {
    await claim.release();
    throw error;
  }
}

async function startPatiently(
  options: PostgresOptions,
  installation: Installation,
  user: ServerUser | undefined,
): Promise<{ server: OwnedProcess; port: number }> {
  for (let attempt = 1; ; attempt += 1) {
    const port = options.port ?? (await freePort());
    const lines: string[] = [];
    const server = startServer({ ...options, port }, installation, user, lines);
    const outcome = await waitForStart(server, lines);
    if (outcome === 'ready') return { server, port };
    await server.stop(1_000);
    if (/Address already in use/.test(outcome) && options.port)
      throw new Error(`PostgreSQL cannot listen on port ${port}: another program uses it.`);
    if (attempt === TRIES || !/shared memory|lock file|Address already in use/.test(outcome))
      throw new Error(`PostgreSQL did not start: ${outcome}`);
    await delay(500);
  }
}

function startServer(
  options: PostgresOptions & { port: number },
  { folder }: Installation,
  user: ServerUser | undefined,
  lines: string[],
): OwnedProcess {
  const settings = Object.entries({ ...SETTINGS, ...options.settings }).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  return startOwned({
    name: 'PostgreSQL',
    command: join(folder, 'bin', 'postgres'),
    args: ['-D', options.dataDir, '-p', String(options.port), ...settings],
    environment: serverEnvironment(folder),
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
