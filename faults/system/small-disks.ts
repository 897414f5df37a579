import { spawnSync } from 'node:child_process';
import { closeSync, mkdirSync, openSync, readdirSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';

/** A file system in memory that can be filled to its last byte. */
export interface SmallDisk {
  readonly name: string;
  fill(): void;
  free(): void;
}

/** So little write-ahead log that it fits on the small disk. */
export const SMALL_WAL = { max_wal_size: '96MB', min_wal_size: '48MB' };

const SIZES = { postgres: '600m', 'nats-1': '300m' };
const BLOCK = Buffer.alloc(1 << 20);

/** @throws Error when this user may not mount file systems */
export function mountDisks(folder: string): SmallDisk[] {
  return Object.entries(SIZES).map(([name, size]) => {
    const place = join(folder, 'disks', name);
    mkdirSync(place, { recursive: true });
    const options = `size=${size},mode=777`;
    const { status, stderr } = spawnSync('mount', ['-t', 'tmpfs', '-o', options, 'tmpfs', place], { encoding: 'utf8' });
    if (status !== 0) throw new Error(`A small disk cannot be mounted; that is for root only: ${stderr.trim()}`);
    return { name, fill: () => fill(join(place, 'ballast')), free: () => rmSync(join(place, 'ballast'), { force: true }) };
  });
}

/** Takes away what an earlier run has mounted there. */
export function unmountIn(folder: string): void {
  const disks = join(folder, 'disks');
  for (const name of namesIn(disks)) spawnSync('umount', [join(disks, name)]);
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

function fill(path: string): void {
  const file = openSync(path, 'w');
  try {
    for (let block = BLOCK; block.length > 0;) {
      try {
        writeSync(file, block);
      } catch {
        block = block.subarray(0, block.length >> 1);
      }
    }
  } finally {
    closeSync(file);
  }
}
