import { roomsOf } from './rooms.js';

/** One part of `npm run check`: `command` exits with zero when all is well and prints what is wrong otherwise. */
export interface Part {
  name: string;
  command: string[];
}

/** An npm script that writes nothing; it fails and names what is stale where a generator would write something else today. */
export interface DriftCommand {
  name: string;
  script: string;
  args: readonly string[];
}

export const DRIFT: readonly DriftCommand[] = [
  { name: 'contracts', script: 'generate:contracts', args: ['--check'] },
  { name: 'settings', script: 'generate:settings', args: ['--check'] },
  { name: 'docs', script: 'generate:docs', args: ['--check'] },
  { name: 'migrations', script: 'migrations:check', args: [] },
];

export function partsOf(root: string): Part[] {
  return [
    { name: 'types', command: ['tsc', '-p', 'tsconfig.json', '--noEmit'] },
    { name: 'lint', command: ['eslint', '--max-warnings', '0', '.'] },
    { name: 'import rules', command: ['depcruise', '--config', '.dependency-cruiser.js', ...roomsOf(root)] },
    { name: 'file sizes', command: ['tsx', 'scripts/check/file-sizes.ts'] },
    ...DRIFT.map(({ name, script, args }) => ({
      name: `drift of ${name}`,
      command: ['npm', 'run', '--loglevel=error', script, '--', ...args],
    })),
  ];
}
