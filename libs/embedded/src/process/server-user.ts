import { spawnSync } from 'node:child_process';
import { readFile, stat } from 'node:fs/promises';

export interface ServerUser {
  readonly uid: number;
  readonly gid: number;
}

/**
 * PostgreSQL refuses to run as root: then it runs as whoever owns the cluster, and a new one belongs to `postgres` or `nobody`.
 * An ordinary user runs it as itself.
 */
export async function serverUser(cluster?: string): Promise<ServerUser | undefined> {
  if (process.getuid?.() !== 0) return undefined;
  const owner = cluster === undefined ? undefined : await stat(cluster).catch(() => undefined);
  if (owner && owner.uid !== 0) return { uid: owner.uid, gid: owner.gid };
  const passwd = await readFile('/etc/passwd', 'utf8');
  const users = new Map(
    passwd
      .split('\n')
      .map((line) => line.split(':'))
      .map(([name, , uid, gid]) => [name, { uid: Number(uid), gid: Number(gid) }]),
  );
  const user = users.get('postgres') ?? users.get('nobody');
  if (!user)
    throw new Error(
      'PostgreSQL cannot run as root, and this machine has neither a user "postgres" nor "nobody". Start as an ordinary user.',
    );
  return user;
}

/** Whether a user, or the caller, may do this with all of the paths. The kernel is asked, so parents and access lists count. */
export function mayAccess(user: ServerUser | undefined, test: '-x' | '-r', paths: readonly string[]): boolean {
  const script = `for path do [ ${test} "$path" ] || exit 1; done`;
  return spawnSync('/bin/sh', ['-c', script, 'sh', ...paths], { ...user, cwd: '/', stdio: 'ignore' }).status === 0;
}
