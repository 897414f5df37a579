import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { eventually } from '#libs/testing';
import { isAlive } from '../src/process/processes.js';

const ROOT = join(import.meta.dirname, '../../..');

/** A program of this folder that runs in a process of its own, so that it can be killed. */
export interface Program {
  readonly pid: number;
  /** Everything that it has written. */
  readonly output: string;
  /** Waits for what it writes; fails with its output when it ends before. */
  writes(pattern: RegExp, withinMs?: number): Promise<RegExpExecArray>;
  signal(signal: NodeJS.Signals): void;
  /** Its exit code, or the signal that ended it. */
  readonly ended: Promise<number | NodeJS.Signals>;
}

export interface ProgramOptions {
  readonly args?: readonly string[];
  readonly environment?: NodeJS.ProcessEnv;
  readonly user?: { readonly uid: number; readonly gid: number };
}

const running = new Set<Program>();

/** Runs a file of `fixtures` from its source. */
export function runProgram(file: string, { args = [], environment = {}, user }: ProgramOptions = {}): Program {
  const path = join(import.meta.dirname, 'fixtures', file);
  const child = spawn(process.execPath, ['--import', './scripts/run-from-source.mjs', path, ...args], {
    cwd: ROOT,
    env: { ...process.env, NODE_OPTIONS: '', ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
    ...user,
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (text: string) => (output += text));
  const ended = once(child, 'close').then(([code, signal]) => (code ?? signal) as number | NodeJS.Signals);
  const program: Program = {
    pid: child.pid ?? 0,
    get output() {
      return output;
    },
    ended,
    signal: (signal) => void child.kill(signal),
    writes: (pattern, within = 20_000) => {
      const found = eventually(() => pattern.exec(output) ?? Promise.reject(new Error(`not written: ${pattern}\n${output}`)), {
        within,
      });
      const early = ended.then((how) => pattern.exec(output) ?? Promise.reject(new Error(`ended (${how}):\n${output}`)));
      return Promise.race([found, early]);
    },
  };
  running.add(program);
  void ended.then(() => running.delete(program));
  return program;
}

const leftBehind = new Set<number>();

/** Starts what a running process is once more, as the same user and with nobody to watch over it. */
export function leaveBehind(pid: number): () => ChildProcess {
  const [command = '', ...args] = readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0').slice(0, -1);
  const { uid, gid } = statSync(`/proc/${pid}`);
  return () => {
    const child = spawn(command, args, { uid, gid, cwd: '/', detached: true, stdio: ['ignore', 'ignore', 'pipe'] });
    if (child.pid !== undefined) leftBehind.add(child.pid);
    child.once('exit', () => leftBehind.delete(child.pid ?? 0));
    return child;
  };
}

/** Ends what a failed test left running. */
export async function endPrograms(): Promise<void> {
  for (const pid of leftBehind) process.kill(pid, 'SIGKILL');
  await Promise.all([...running].map((program) => (program.signal('SIGTERM'), program.ended)));
}

export async function hasEnded(...pids: number[]): Promise<void> {
  await eventually(() => pids.every((pid) => !isAlive(pid)), { within: 10_000 });
}
