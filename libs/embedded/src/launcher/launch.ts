import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { applyMigrations } from '#libs/database';
import { endLeftOverNats } from '../nats/start-nats.js';
import { endLeftOverPostgres } from '../postgres/data-folder.js';
import { postgresFolder, wipe } from './data-location.js';
import { logsIn } from './logs.js';
import { fillShop } from './demo.js';
import { addressOf, startOrdersService, waitUntilReady } from './orders-service.js';
import { claimProject, removeRunFile, writeLauncherPid, writeRunFile } from './run-file.js';
import { natsServer, postgresServer, type Server } from './servers.js';
import { servicePort, takePort } from './service-port.js';
import { aborted, stopRequests, unlessStopped } from './stop-requests.js';
import { welcome, withoutPassword } from './welcome.js';

export interface LaunchOptions {
  readonly root: string;
  /** Begin with empty data. */
  readonly fresh: boolean;
  /** Fill an empty shop with products, customers and orders. */
  readonly demo: boolean;
}

/** Something that runs and has to be stopped. */
type Running = Pick<Server, 'name' | 'ended' | 'stop'>;

interface Launch {
  readonly root: string;
  readonly demo: boolean;
  readonly pulse: string;
  readonly port: number;
  /** What was started, in this order; also what is not up yet. */
  readonly started: Promise<Running>[];
  readonly stop: AbortSignal;
}

/** What a killed run left needs for its end: the service lets its requests finish. */
const LEFT_OVER_LIMIT_MS = 20_000;
/** Something that is half up when the person stops it gets this long to be up, so that it can be stopped in order. */
const HALF_UP_LIMIT_MS = 5_000;

/**
 * Starts everything, waits for a signal or for something to end by itself, and stops everything in the opposite order.
 * @returns the exit code
 * @throws Error with a message for the person when it cannot start
 */
export async function launch({ root, fresh, demo }: LaunchOptions): Promise<number> {
  const pulse = join(root, '.pulse');
  const stop = stopRequests();
  const port = await servicePort(process.env['PORT']);
  const { afterKill } = await claimProject(pulse);
  await takePort(port, afterKill ? LEFT_OVER_LIMIT_MS : 0);
  if (fresh) await empty(pulse);
  await writeLauncherPid(pulse);
  const started: Promise<Running>[] = [];
  try {
    await startAll({ root, demo, pulse, port, started, stop });
    const why = await Promise.race([aborted(stop), firstToEnd(await Promise.all(started))]);
    console.log(`\nStopping: ${why}`);
  } catch (error) {
    if (!stop.aborted) throw error;
    console.log(`\nStopping before it was ready: ${stop.reason}`);
  } finally {
    await stopAll(started);
    await removeRunFile(pulse);
  }
  return stop.aborted ? 0 : 1;
}

/** Removes all data, and before that ends what a killed run left, which may still write. */
async function empty(pulse: string): Promise<void> {
  await endLeftOverPostgres(await postgresFolder(pulse), console.log);
  await endLeftOverNats(join(pulse, 'nats'), console.log);
  await wipe(pulse);
}

async function startAll({ root, demo, pulse, port, started, stop }: Launch): Promise<void> {
  const openLog = logsIn(join(pulse, 'logs'));
  const start = async <T extends Running>(server: Promise<T>): Promise<T> => {
    started.push(server);
    return unlessStopped(server, stop);
  };
  const postgres = await start(postgresServer(pulse, process.env, openLog('postgres')));
  console.log(`PostgreSQL  ${withoutPassword(postgres.url)}  (${postgres.about})`);
  const nats = await start(natsServer(pulse, process.env, openLog('nats'), stop));
  console.log(`NATS        ${withoutPassword(nats.url)}  (${nats.about})`);
  const applied = await unlessStopped(applyMigrations({ url: postgres.url, folder: join(root, 'migrations/orders') }), stop);
  console.log(`Migrations  ${applied.length > 0 ? `applied ${applied.join(', ')}` : 'up to date'}`);
  const log = openLog('orders');
  // While a shop is filled its progress has the terminal; the log has every line.
  let isFilling = demo;
  const onLine = (line: string): void => {
    if (!isFilling) console.log(line);
    log(line);
  };
  if (demo) process.env['ALLOW_BACKDATING'] ??= 'true';
  const orders = startOrdersService({ root, port, databaseUrl: postgres.url, natsUrl: nats.url, onLine });
  await start(Promise.resolve({ name: 'the orders service', ended: orders.ended, stop: () => orders.stop(20_000) }));
  await unlessStopped(waitUntilReady(orders, addressOf(process.env['HOST'], port)), stop);
  const url = `http://localhost:${port}`;
  await writeRunFile(pulse, {
    orders_url: url,
    database_url: postgres.url,
    nats_url: nats.url,
    started_at: new Date().toISOString(),
    pids: { launcher: process.pid, orders: orders.pid, postgres: postgres.pid, nats: nats.pid },
  });
  if (demo) {
    await fillShop({ root, url, stop });
    // The service's last lines about it are still on their way.
    await delay(500);
    isFilling = false;
  }
  console.log(welcome(url, pulse));
}

async function stopAll(started: readonly Promise<Running>[]): Promise<void> {
  for (const server of started.toReversed()) {
    const up = await Promise.race([server, delay(HALF_UP_LIMIT_MS)]).catch(() => undefined);
    await up?.stop().catch((error: unknown) => console.error(`${up.name}: ${String(error)}`));
  }
}

function firstToEnd(running: readonly Running[]): Promise<string> {
  return Promise.race(
    running.flatMap(({ name, ended }) => (ended ? [ended.then((how) => `${name} ended by itself (${how})`)] : [])),
  );
}
