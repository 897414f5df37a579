import { chmod, lstat, mkdir, mkdtemp, readFile, readlink, rm, rmdir, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { sharedFolder } from '../process/own-folders.js';
import { mayAccess, serverUser, type ServerUser } from '../process/server-user.js';

/** Beside a cluster that lies outside its project: names the link in the project that leads to it. */
const OWNER_FILE = 'belongs-to';

/**
 * Where the database cluster lies: `.pulse/postgres/data`. When root starts a project that stands where PostgreSQL's user may not
 * go (such as /root), `.pulse/postgres` is a link to a folder that it may enter.
 */
export async function postgresFolder(pulse: string, shared = sharedFolder): Promise<string> {
  const link = join(pulse, 'postgres');
  await mkdir(pulse, { recursive: true });
  const outside = await followLink(link);
  const user = await serverUser(join(outside ?? link, 'data'));
  if (outside) return join(outside, 'data');
  await mkdir(link, { recursive: true });
  if (!user || mayAccess(user, '-x', [link])) return join(link, 'data');
  return join(await placeOutside(link, user, await shared()), 'data');
}

/** Removes all data of the project, also where `.pulse/postgres` leads to. */
export async function wipe(pulse: string): Promise<void> {
  const outside = await followLink(join(pulse, 'postgres'));
  if (outside) await rm(outside, { recursive: true, force: true });
  await rm(pulse, { recursive: true, force: true });
}

/** A project that was moved takes its cluster along. A copy of a project gets one of its own: that cluster is the original's. */
async function followLink(link: string): Promise<string | undefined> {
  const folder = await readlink(link).catch(() => undefined);
  if (folder === undefined) return undefined;
  const owner = await readFile(join(folder, OWNER_FILE), 'utf8').catch(() => undefined);
  if (owner === link) return folder;
  if (owner === undefined || (await lstat(owner).catch(() => undefined))) {
    await rm(link);
    return undefined;
  }
  await writeFile(join(folder, OWNER_FILE), link);
  return folder;
}

async function placeOutside(link: string, user: ServerUser, shared: string): Promise<string> {
  await rmdir(link).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'ENOTEMPTY') throw error;
    throw new Error(
      `PostgreSQL runs as user ${user.uid} here, who may not go to its data in ${link}. ` +
        'Move the project to where everybody may go, or start it as the user who started it before.',
    );
  });
  const folder = await mkdtemp(join(shared, 'cluster-'));
  await chmod(folder, 0o711);
  await writeFile(join(folder, OWNER_FILE), link);
  await symlink(folder, link);
  return folder;
}
