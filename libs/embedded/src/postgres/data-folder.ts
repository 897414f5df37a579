import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { access, chmod, chown, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import type { ServerUser } from '../process/server-user.js';
import { commandOf, end, isAlive, parentOf } from '../process/processes.js';

const run = promisify(execFile);

/** Room for the slowest disk: a Raspberry Pi on an SD card takes some seconds. */
const INIT_LIMIT_MS = 120_000;

export interface DataFolder {
  readonly path: string;
  readonly password: string;
}

/** Makes the database cluster when there is none. Only this user may enter the folder, and only the password opens a session. */
export async function prepareDataFolder(path: string, binaries: string, user: ServerUser | undefined): Promise<DataFolder> {
  const passwordFile = `${path}.password`;
  if (await exists(join(path, 'PG_VERSION'))) return { path, password: (await readFile(passwordFile, 'utf8')).trim() };
  // What an interrupted initdb left is no cluster and holds nothing.
  await rm(path, { recursive: true, force: true });
  await mkdir(path, { recursive: true, mode: 0o700 });
  const password = randomBytes(18).toString('base64url');
  await writeFile(passwordFile, `${password}\n`, { mode: 0o600 });
  if (user) await Promise.all([chown(path, user.uid, user.gid), chown(passwordFile, user.uid, user.gid)]);
  await chmod(path, 0o700);
  await initdb(path, passwordFile, binaries, user);
  return { path, password };
}

async function initdb(path: string, passwordFile: string, binaries: string, user: ServerUser | undefined): Promise<void> {
  const asUser = user ? ['--reuid', String(user.uid), '--regid', String(user.gid), '--clear-groups'] : [];
  // The builtin provider sorts alike on every machine; the libraries of the C library and ICU change with each release.
  const locale = ['--locale=C', '--locale-provider=builtin', '--builtin-locale=C.UTF-8', '--encoding=UTF8'];
  const args = ['-D', path, '-U', 'pulse', '--auth=scram-sha-256', `--pwfile=${passwordFile}`, ...locale];
  await run('setpriv', [...asUser, '--pdeathsig', 'KILL', join(binaries, 'bin', 'initdb'), ...args], {
    cwd: dirname(path),
    timeout: INIT_LIMIT_MS,
    env: serverEnvironment(binaries),
  });
}

export function serverEnvironment(binaries: string): NodeJS.ProcessEnv {
  return { PATH: process.env['PATH'], LANG: 'C', LD_LIBRARY_PATH: join(binaries, 'lib') };
}

/**
 * Ends a server that an earlier start left behind in this folder.
 * @throws Error when a server runs there that somebody else started and still watches over
 */
export async function endLeftOver(path: string): Promise<void> {
  const lines = await readFile(join(path, 'postmaster.pid'), 'utf8').catch(() => '');
  const pid = Number(lines.split('\n')[0]);
  if (!pid || !isAlive(pid)) return;
  const command = await commandOf(pid);
  // The number may have gone to another program since.
  if (!command?.includes('postgres') || !command.includes(path)) return;
  const parent = await parentOf(pid);
  if (parent !== undefined && parent !== 1 && (await commandOf(parent))?.includes('node')) {
    throw new Error(`The data folder ${path} is in use by PostgreSQL with pid ${pid}, which process ${parent} started.`);
  }
  await end(pid, 'SIGINT', 15_000);
}

async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
