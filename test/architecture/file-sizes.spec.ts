import { afterEach, describe, expect, it } from '@jest/globals';
import { type PlantedTree, plantTree } from './plant-tree.js';
import { runTool } from './run-tool.js';

const lines = (count: number): string => 'export {};\n'.repeat(count);

describe('file sizes', () => {
  let tree: PlantedTree | undefined;
  afterEach(() => tree?.remove());

  function setup(sizes: Record<string, number>): { exitCode: number | null; stdout: string } {
    tree = plantTree();
    for (const [file, count] of Object.entries(sizes)) tree.write(file, lines(count));
    return runTool('tsx', ['scripts/check/file-sizes.ts', tree.root]);
  }

  it('refuse a file of 301 lines and name it', () => {
    const small = Object.fromEntries(Array.from({ length: 30 }, (_, index) => [`libs/kernel/src/file-${index}.ts`, 40]));
    const { exitCode, stdout } = setup({ ...small, 'services/orders/src/long.ts': 301 });
    expect(stdout).toContain('services/orders/src/long.ts has 301 lines');
    expect(stdout).toContain('31 files, lines: median 40, p95 40, longest 301');
    expect(exitCode).toBe(1);
  });

  it('accept a file of 300 lines among small ones', () => {
    const small = Object.fromEntries(Array.from({ length: 30 }, (_, index) => [`libs/kernel/src/file-${index}.ts`, 40]));
    expect(setup({ ...small, 'services/orders/src/long.ts': 300 }).exitCode).toBe(0);
  });

  it('refuse a median over 60 lines', () => {
    const { exitCode, stdout } = setup({ 'libs/kernel/src/a.ts': 61, 'libs/kernel/src/b.ts': 61, 'libs/kernel/src/c.ts': 10 });
    expect(stdout).toContain('The median is over 60.');
    expect(exitCode).toBe(1);
  });

  it('refuse a 95th percentile over 200 lines', () => {
    const { exitCode, stdout } = setup({ 'libs/kernel/src/a.ts': 10, 'libs/kernel/src/b.ts': 10, 'libs/kernel/src/c.ts': 201 });
    expect(stdout).toContain('The 95th percentile is over 200.');
    expect(exitCode).toBe(1);
  });

  it('leave out what programs write, and refuse a tree without code', () => {
    const { exitCode, stdout } = setup({ 'libs/contracts/src/generated/types.ts': 900 });
    expect(stdout).toContain('0 files');
    expect(exitCode).toBe(1);
  });
});
