import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { PROJECT_ROOT } from './project-root.js';

export interface ToolRun {
  exitCode: number | null;
  stdout: string;
}

/** Runs one of the project's development tools, as `npm run check` does, in the folder `cwd`. */
export function runTool(tool: string, args: readonly string[], cwd = PROJECT_ROOT): ToolRun {
  const bin = join(PROJECT_ROOT, 'node_modules/.bin');
  const env = { ...process.env, PATH: `${bin}:${process.env['PATH']}` };
  const { status, stdout, stderr, error } = spawnSync(join(bin, tool), args, { cwd, env, encoding: 'utf8', maxBuffer: 2 ** 26 });
  if (error) throw error;
  return { exitCode: status, stdout: stdout + stderr };
}
