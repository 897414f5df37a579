import { spawn, type ChildProcess } from 'node:child_process';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';

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
  const root = process.cwd();
  const hook = `file://${join(root, 'scripts/run-from-source.mjs')}`;
  const program = join(root, 'services/orders/src', `${name}.cli.ts`);
  const env = { ...process.env, DATABASE_URL: database, TSX_TSCONFIG_PATH: join(root, 'tsconfig.json') };
  return spawn(process.execPath, ['--import', hook, program, ...args], { cwd: tmpdir(), env });
}

function endOf(child: ChildProcess): Promise<number> {
  return new Promise((resolve) => child.once('close', (code) => resolve(code ?? -1)));
}
