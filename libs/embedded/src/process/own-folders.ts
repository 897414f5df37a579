import { access, chmod, constants, mkdir, stat } from 'node:fs/promises';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';

/**
 * Where a user keeps what can be fetched again, for all checkouts (XDG Base Directory). A user without a home has a folder for
 * temporary files.
 */
export function cacheFolder(environment: NodeJS.ProcessEnv = process.env): Promise<string> {
  const base = environment['XDG_CACHE_HOME'] || join(environment['HOME'] || homedir(), '.cache');
  return firstOfOurs([join(base, 'pulse-erp'), join(tmpdir(), `pulse-erp-${process.getuid?.() ?? 0}`)], 0o700);
}

/** What root keeps for the servers of projects that the servers' own user may not enter. */
export function sharedFolder(): Promise<string> {
  return firstOfOurs(['/var/lib/pulse-erp', join(tmpdir(), 'pulse-erp-shared')], 0o755);
}

/** Programs are run from these folders: one that another user made, or may write to, is never used. */
async function firstOfOurs(folders: readonly string[], mode: number): Promise<string> {
  for (const folder of folders) {
    try {
      await mkdir(folder, { recursive: true, mode });
      await access(folder, constants.W_OK);
      const found = await stat(folder);
      if (found.uid !== process.getuid?.() || (found.mode & 0o022) !== 0) continue;
      // A strict umask takes from the mode that mkdir was given.
      if ((found.mode & mode) !== mode) await chmod(folder, mode);
      return folder;
    } catch {
      continue;
    }
  }
  throw new Error(`None of these folders can be written to by you and by nobody else: ${folders.join(', ')}`);
}
