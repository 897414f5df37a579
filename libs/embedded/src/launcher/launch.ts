import { createWriteStream, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { applyMigrations } from '#libs/database';
import { isPortFree } from '../process/free-port.js';
import { wipe } from './data-location.js';
import { startOrdersService, waitUntilReady } from './orders-service.js';
import { assertNotRunning, claim, removeRunFile, writeRunFile } from './run-file.js';
import { natsServer, postgresServer, type Server } from './servers.js';

export interface LaunchOptions {
  readonly root: string;
  /** Begin with empty data. */
  readonly fresh: boolean;
}

/** Something that runs and has to be stopped. */
type Running = Pick<Server, 'name' | 'ended' | 'stop'>;

/**
 * Starts everything, waits for a signal or for something to end by itself, and stops everything in the opposite order.
 * @returns the exit code
 */
export async function launch({ root, fresh }: LaunchOptions): Promise<number> {
  const pulse = join(root, '.pulse');
  const port = Number(process.env['PORT'] || 8001);
  await assertNotRunning(pulse);
  if (!(await isPortFree(port)))
    throw new Error(`Port ${port} is taken by another program. Stop that, or choose another port: npm start -- --port 9001`);
  if (fresh) await wipe(pulse);
  await claim(pulse);
  const running: Running[] = [];
  const stopped = signalled();
  try {
    await startAll(root, pulse, port, running, stopped);
    const why = await Promise.race([stopped, firstToEnd(running)]);
    console.log(`\nStopping: ${why}`);
    return why.startsWith('SIG') ? 0 : 1;
  } finally {
    for (const { stop, name } of running.reverse())
      await stop().catch((error: unknown) => console.error(`${name}: ${String(error)}`));
    await removeRunFile(pulse);
  }
}

async function startAll(
  root: string,
  pulse: string,
  port: number,
  running: Running[],
  stopped: Promise<string>,
): Promise<void> {
  const log = openLogs(pulse);
  const step = async <T>(work: Promise<T>): Promise<T> =>
    Promise.race([work, stopped.then((signal) => Promise.reject(new Error(signal)))]);
  const postgres = await step(postgresServer(pulse, process.env, log('postgres')));
  running.push(postgres);
  console.log(`PostgreSQL  ${withoutPassword(postgres.url)}  (${postgres.about})`);
  const nats = await step(natsServer(pulse, process.env, log('nats')));
  running.push(nats);
  console.log(`NATS        ${withoutPassword(nats.url)}  (${nats.about})`);
  const applied = await step(applyMigrations({ url: postgres.url, folder: join(root, 'migrations/orders') }));
  console.log(`Migrations  ${applied.length > 0 ? `applied ${applied.join(', ')}` : 'up to date'}`);
  const url = `http://localhost:${port}`;
  const orders = startOrdersService({
    root,
    port,
    databaseUrl: postgres.url,
    natsUrl: nats.url,
    onLine: echoTo(log('orders')),
  });
  running.push({ name: 'the orders service', ended: orders.ended, stop: () => orders.stop(20_000) });
  await step(waitUntilReady(orders, `http://127.0.0.1:${port}`));
  await writeRunFile(pulse, {
    orders_url: url,
    database_url: postgres.url,
    nats_url: nats.url,
    started_at: new Date().toISOString(),
    pids: { launcher: process.pid, orders: orders.pid, postgres: postgres.pid, nats: nats.pid },
  });
  console.log(welcome(url, pulse));
}

/** Resolves with the first signal that asks to stop. */
function signalled(): Promise<string> {
  return new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => resolve(signal));
  });
}

function firstToEnd(running: readonly Running[]): Promise<string> {
  return Promise.race(
    running.flatMap(({ name, ended }) => (ended ? [ended.then((how) => `${name} ended by itself (${how})`)] : [])),
  );
}

function openLogs(pulse: string): (name: string) => (line: string) => void {
  mkdirSync(join(pulse, 'logs'), { recursive: true });
  return (name) => {
    const file = createWriteStream(join(pulse, 'logs', `${name}.log`), { flags: 'a' });
    return (line) => void file.write(`${line}\n`);
  };
}

function echoTo(log: (line: string) => void): (line: string) => void {
  return (line) => {
    console.log(line);
    log(line);
  };
}

function withoutPassword(url: string): string {
  return url.replace(/\/\/[^@/]*@/, '//');
}

function welcome(url: string, pulse: string): string {
  return `
Pulse ERP runs.

  Orders        ${url}/orders
  API           ${url}/docs
  Live events   curl -N ${url}/orders/stream
  Health        ${url}/health
  Metrics       ${url}/metrics
  Data, logs    ${pulse}   (addresses and passwords: run.json)

Post a first order:

  curl ${url}/orders -H 'content-type: application/json' -d '{"customer_id":"550e8400-e29b-41d4-a716-446655440000",
    "items":[{"sku":"WIDGET-001","qty":2,"price":19.99},{"sku":"GADGET-002","qty":1,"price":49.99}]}'

Ctrl-C stops everything.
`;
}
