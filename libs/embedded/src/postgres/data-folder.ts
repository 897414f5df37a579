import { randomBytes } from 'node:crypto';
import { chown, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { startOwned } from '../process/owned-process.js';
import { end, isAlive, worksIn } from '../process/processes.js';
import type { ServerUser } from '../process/server-user.js';
import type { Installation } from './installation.js';

export interface DataFolder {
  readonly path: string;
  readonly password: string;
}

/**
 * Makes the database cluster when there is none. Only its user may enter the folder, and only the password opens a session.
 * The folder gets its name when initdb is done, so one that was interrupted is made again and never used.
 * @throws Error when another major version of PostgreSQL made the cluster
 */
export async function prepareDataFolder(
  path: string,
  installation: Installation,
  user: ServerUser | undefined,
): Promise<DataFolder> {
  const passwordFile = `${path}.password`;
  const version = await readFile(join(path, 'PG_VERSION'), 'utf8').catch(() => undefined);
  if (version !== undefined) {
    checkVersion(path, version.trim(), installation.majorVersion);
    return { path, password: (await readFile(passwordFile, 'utf8')).trim() };
  }
  const half = `${path}.new`;
  await rm(half, { recursive: true, force: true });
  await mkdir(half, { recursive: true, mode: 0o700 });
  const password = randomBytes(18).toString('base64url');
  await writeFile(passwordFile, `${password}\n`, { mode: 0o600 });
  if (user) await Promise.all([chown(half, user.uid, user.gid), chown(passwordFile, user.uid, user.gid)]);
  await initdb(half, passwordFile, installation, user);
  await rm(path, { recursive: true, force: true });
  await rename(half, path);
  return { path, password };
}

async function initdb(path: string, passwordFile: string, { folder }: Installation, user?: ServerUser): Promise<void> {
  // The builtin provider sorts alike on every machine; the libraries of the C library and ICU change with each release.
  const locale = ['--locale=C', '--locale-provider=builtin', '--builtin-locale=C.UTF-8', '--encoding=UTF8'];
  const lines: string[] = [];
  const { ended } = startOwned({
    name: 'initdb',
    command: join(folder, 'bin', 'initdb'),
    args: ['-D', path, '-U', 'pulse', '--auth=scram-sha-256', `--pwfile=${passwordFile}`, ...locale],
    environment: serverEnvironment(folder),
    cwd: dirname(path),
    stopSignal: 'SIGTERM',
    user,
    onLine: (line) => lines.push(line),
  });
  const how = await ended;
  if (how !== 'exit code 0') throw new Error(`initdb failed: ${lines.slice(-8).join('\n')}\n(${how})`);
}

export function serverEnvironment(folder: string): NodeJS.ProcessEnv {
  return { PATH: process.env['PATH'], LANG: 'C', TZ: 'UTC', LD_LIBRARY_PATH: join(folder, 'lib') };
}

/** Ends a server that an earlier start left behind here. The caller knows that nobody watches over it. */
export async function endLeftOverPostgres(path: string, log: (line: string) => void): Promise<void> {
  const lines = await readFile(join(path, 'postmaster.pid'), 'utf8').catch(() => '');
  const pid = Number(lines.split('\n')[0]);
  if (!pid || !isAlive(pid) || !(await worksIn(pid, path))) return;
  log(`ending PostgreSQL with pid ${pid}, which an earlier start left behind`);
  await end(pid, 'SIGINT', 15_000);
}

function checkVersion(path: string, found: string, wanted: string): void {
  if (found === wanted) return;
  throw new Error(
    `${path} was made by PostgreSQL ${found}, and this is PostgreSQL ${wanted}. Dump it with the old version and load it into ` +
      'a new folder, or begin with empty data (npm start -- --fresh).',
  );
}
