import { execFile, fork } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { oneOrder, ORDER_VALUES } from './one-order.js';

/** Orders committed one by one, by a client that talks to PostgreSQL directly. */
export interface OneByOne {
  readonly client: 'pgbench' | 'postgres.js';
  readonly connections: number;
  readonly ordersPerSecond: number;
}

const CONNECTIONS = [1, 16, 64];

/** Measures every client that is there; pgbench is used where it is installed. */
export async function measureOneByOne(url: string, seconds: number): Promise<OneByOne[]> {
  const results: OneByOne[] = [];
  for (const connections of CONNECTIONS) {
    results.push({ client: 'postgres.js', connections, ordersPerSecond: await byPostgresJs(url, connections, seconds) });
    const ordersPerSecond = await byPgbench(url, connections, seconds);
    if (ordersPerSecond !== undefined) results.push({ client: 'pgbench', connections, ordersPerSecond });
  }
  return results;
}

export function bestOf(results: readonly OneByOne[]): OneByOne | undefined {
  return results.toSorted((a, b) => b.ordersPerSecond - a.ordersPerSecond)[0];
}

function byPostgresJs(url: string, connections: number, seconds: number): Promise<number> {
  return new Promise((resolve, reject) => {
    const execArgv = ['--import', join(import.meta.dirname, '../../scripts/run-from-source.mjs')];
    const worker = fork(join(import.meta.dirname, 'one-order.worker.ts'), { execArgv });
    worker.once('message', (perSecond) => resolve(perSecond as number));
    worker.once('error', reject);
    worker.once('exit', (code) => reject(new Error(`the client ended with ${code} before it had a result`)));
    worker.send({ url, connections, seconds });
  });
}

/** @returns nothing where pgbench is not installed */
async function byPgbench(url: string, connections: number, seconds: number): Promise<number | undefined> {
  const folder = mkdtempSync(join(tmpdir(), 'bench-'));
  const script = join(folder, 'one-order.sql');
  writeFileSync(script, `${oneOrder((name) => `:${name}`)};\n`);
  try {
    const load = ['-c', String(connections), '-j', String(Math.min(connections, 2)), '-T', String(seconds)];
    const values = Object.entries(ORDER_VALUES).flatMap(([name, value]) => ['-D', `${name}=${value}`]);
    const { stdout } = await promisify(execFile)('pgbench', ['-n', '-M', 'prepared', ...load, ...values, '-f', script, url]);
    return Number(/^tps = ([\d.]+)/m.exec(stdout)?.[1]);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  } finally {
    rmSync(folder, { recursive: true });
  }
}
