import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { endingWithUs } from './owned-process.js';

const execute = promisify(execFile);

export interface ToolOptions {
  readonly cwd: string;
  readonly environment?: NodeJS.ProcessEnv;
  readonly limitMs: number;
  /** Ends the program when aborted. */
  readonly abort?: AbortSignal;
}

/** Runs a program to its end, within a limit and not longer than this process. @throws Error with what it said, when it fails */
export async function runTool(command: string, args: readonly string[], options: ToolOptions): Promise<void> {
  const { cwd, environment: env, limitMs: timeout, abort: signal } = options;
  const [program, programArgs] = endingWithUs(command, args, 'SIGTERM');
  await execute(program, programArgs, { cwd, env, timeout, signal });
}
