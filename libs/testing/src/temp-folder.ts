import { chmodSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** One per user of the machine: nobody may write into another's. */
const root = join(tmpdir(), `pulse-test-${process.getuid?.() ?? 0}`);

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
