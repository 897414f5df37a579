import { chmodSync, mkdirSync, mkdtempSync, readdirSync, rmSync, statfsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Where Linux keeps files in memory. A test makes a database of hundreds of files, and some disks take half a second for it. */
const MEMORY = '/dev/shm';
/** A run of all tests uses about 650 MB of it. */
const ENOUGH_BYTES = 2e9;

/** One per user of the machine: nobody may write into another's. */
const root = join(hasRoomInMemory() ? MEMORY : tmpdir(), `pulse-test-${process.getuid?.() ?? 0}`);

/**
 * A new folder named after this process, so that a later run can tell whether its owner still lives.
 * Everybody may enter it: started by root, PostgreSQL runs as another user.
 */
export function makeTempFolder(): string {
  mkdirSync(root, { recursive: true, mode: 0o755 });
  const folder = mkdtempSync(join(root, `${process.pid}-`));
  chmodSync(folder, 0o755);
  return folder;
}

export function removeFolder(folder: string): void {
  rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
}

/** Removes what runs left behind that were killed; their servers died with them. */
export function sweepTempFolders(): void {
  mkdirSync(root, { recursive: true, mode: 0o755 });
  for (const name of readdirSync(root)) {
    const owner = Number(name.split('-')[0]);
    if (Number.isInteger(owner) && !isAlive(owner)) removeFolder(join(root, name));
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

function hasRoomInMemory(): boolean {
  try {
    const { bavail, bsize } = statfsSync(MEMORY);
    return bavail * bsize >= ENOUGH_BYTES;
  } catch {
    return false;
  }
}
