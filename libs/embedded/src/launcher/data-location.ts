import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { chmod, chown, lstat, mkdir, readlink, rm, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { serverUser } from '../process/server-user.js';

const run = promisify(execFile);

/**
 * Where the database cluster lies: `.pulse/postgres`. When root starts a project that stands where PostgreSQL's user may not
 * go (such as /root), the folder is a link to one that it may enter.
 */
export async function postgresFolder(pulse: string): Promise<string> {
  const folder = join(pulse, 'postgres');
  const user = await serverUser();
  await mkdir(pulse, { recursive: true });
  if (!user || (await mayEnter(pulse, user.uid, user.gid))) {
    await mkdir(folder, { recursive: true });
    return join(folder, 'data');
  }
  const elsewhere = join('/var/lib/pulse-erp', createHash('sha256').update(pulse).digest('hex').slice(0, 16));
  await mkdir(elsewhere, { recursive: true });
  await chmod('/var/lib/pulse-erp', 0o755);
  await chown(elsewhere, user.uid, user.gid);
  await rm(folder, { force: true });
  await symlink(elsewhere, folder);
  return join(elsewhere, 'data');
}

/** Removes all data of the project, also where `.pulse/postgres` points to. */
export async function wipe(pulse: string): Promise<void> {
  const folder = join(pulse, 'postgres');
  const isLink = (await lstat(folder).catch(() => undefined))?.isSymbolicLink();
  if (isLink) await rm(await readlink(folder), { recursive: true, force: true });
  await rm(pulse, { recursive: true, force: true });
}

async function mayEnter(folder: string, uid: number, gid: number): Promise<boolean> {
  return run('setpriv', ['--reuid', String(uid), '--regid', String(gid), '--clear-groups', 'test', '-x', folder], {
    cwd: '/',
  }).then(
    () => true,
    () => false,
  );
}
