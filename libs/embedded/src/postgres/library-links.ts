import { chmod, lstat, readdir, readFile, symlink } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';

interface Link {
  /** The file pointed at, and the name of the link; both relative to the package. */
  readonly source: string;
  readonly target: string;
}

/**
 * npm packages cannot hold symbolic links. The package lists those of its libraries for its install script, which npm may not
 * have run. Makes what is missing. @returns false when this user may not write there
 */
export async function linkLibraries(root: string): Promise<boolean> {
  const links = JSON.parse(await readFile(join(root, 'native/pg-symlinks.json'), 'utf8')) as Link[];
  for (const { source, target } of links) {
    const link = join(root, target);
    if (await lstat(link).catch(() => undefined)) continue;
    try {
      await symlink(relative(dirname(link), join(root, source)), link);
    } catch (error) {
      const { code = '' } = error as NodeJS.ErrnoException;
      if (['EACCES', 'EPERM', 'EROFS'].includes(code)) return false;
      // Another start may have been faster.
      if (code !== 'EEXIST') throw error;
    }
  }
  return true;
}

/** Lets every user read a copy and run its programs, whatever the umask was when npm unpacked the original. */
export async function openToAll(root: string): Promise<void> {
  await chmod(root, 0o755);
  for (const entry of await readdir(root, { withFileTypes: true, recursive: true })) {
    const path = join(entry.parentPath, entry.name);
    if (entry.isDirectory()) await chmod(path, 0o755);
    else if (entry.isFile()) await chmod(path, dirname(path).endsWith('/bin') ? 0o755 : 0o644);
  }
}
