import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { roomsOf } from './rooms.js';

export interface FileSize {
  file: string;
  lines: number;
}

/** Files that a program writes, and the planted violations, are as long as they are. */
const NOT_WRITTEN_BY_HAND = /(^|\/)(node_modules|dist|generated|planted)\//;

/** Every file of code in the rooms of `root`, the longest first. */
export function measureFiles(root: string): FileSize[] {
  return roomsOf(root)
    .flatMap((room) => globSync(`${room}/**/*.{ts,js,mjs}`, { cwd: root }))
    .filter((file) => !NOT_WRITTEN_BY_HAND.test(file) || file.endsWith('.spec.ts'))
    .map((file) => ({ file, lines: readFileSync(join(root, file), 'utf8').trimEnd().split('\n').length }))
    .sort((a, b) => b.lines - a.lines);
}

/** The smallest size that `share` of the files do not exceed (nearest rank); 0 when there are no files. */
export function percentile(sizes: readonly FileSize[], share: number): number {
  const ascending = sizes.map(({ lines }) => lines).sort((a, b) => a - b);
  return ascending[Math.ceil(ascending.length * share) - 1] ?? 0;
}
