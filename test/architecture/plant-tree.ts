import { copyFileSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { PROJECT_ROOT } from './project-root.js';

/** A folder of its own with the project's package.json, tsconfig.json and packages, and the rooms that a test plants in it. */
export interface PlantedTree {
  root: string;
  write(file: string, text: string): void;
  remove(): void;
}

export function plantTree(): PlantedTree {
  const root = mkdtempSync(join(tmpdir(), 'pulse-planted-'));
  copyFileSync(join(PROJECT_ROOT, 'package.json'), join(root, 'package.json'));
  copyFileSync(join(PROJECT_ROOT, 'tsconfig.json'), join(root, 'tsconfig.json'));
  symlinkSync(join(PROJECT_ROOT, 'node_modules'), join(root, 'node_modules'));
  return {
    root,
    write(file, text) {
      mkdirSync(dirname(join(root, file)), { recursive: true });
      writeFileSync(join(root, file), text);
    },
    remove() {
      rmSync(root, { recursive: true });
    },
  };
}
