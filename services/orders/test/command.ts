import { spawn, type ChildProcess } from 'node:child_process';
import { tmpdir } from 'node:os';
import { text } from 'node:stream/consumers';
import { builtProgram } from './built-program.js';

export interface Ended {
  readonly code: number;
  /** What it wrote to its output, and then to its error output. */
  readonly said: string;
}

/** Runs a command of the service as an operator does, in a folder where no system runs. */
export async function command(database: string, name: string, ...args: readonly string[]): Promise<Ended> {
  const child = begin(database, name, args);
  const ended = endOf(child);
  const said = await Promise.all([text(child.stdout), text(child.stderr)]);
  return { code: await ended, said: said.join('') };
}

/** Runs it for a reader who leaves before it has said a word. */
export async function commandUnheard(database: string, name: string, ...args: readonly string[]): Promise<Ended> {
  const child = begin(database, name, args);
  child.stdout.destroy();
  const ended = endOf(child);
  return { said: await text(child.stderr), code: await ended };
}

function begin(database: string, name: string, args: readonly string[]) {
  const env = { ...process.env, DATABASE_URL: database };
  return spawn(process.execPath, [builtProgram(`${name}.cli.js`), ...args], { cwd: tmpdir(), env });
}

function endOf(child: ChildProcess): Promise<number> {
  return new Promise((resolve) => child.once('close', (code) => resolve(code ?? -1)));
}
