import { existsSync, readFileSync } from 'node:fs';
import { listParked, releaseParked } from '#libs/messaging';
import { isUuid } from '#libs/kernel';
import { readSettings } from '#libs/platform';
import { openOrdersDatabase } from './infrastructure.module.js';
import { ordersSettings, type OrdersSettings } from './orders.config.js';
import { RecordDailySalesWhenOrderChanged } from './sales/record-daily-sales-when-order-changed.consumer.js';

const HELP = `Orders that wait because an event of theirs could not be handled.

  npm run consumers -- parked [consumer]                          lists them
  npm run consumers -- release <consumer> <order> [--skip-dead]   handles what was set aside, in order

Uses DATABASE_URL, or the system that "npm start" runs.`;

/** EX_USAGE of sysexits.h. */
const EXIT_USAGE = 64;

const settings = readSettings(ordersSettings, { ...running(), ...process.env });
const [command, ...args] = process.argv.slice(2);
process.exitCode = await run(
  command,
  args.filter((arg) => arg !== '--skip-dead'),
  args.includes('--skip-dead'),
);

async function run(name: string | undefined, [consumer, order]: readonly string[], skipDead: boolean): Promise<number> {
  if (name === 'parked') return parked(consumer);
  if (name === 'release' && consumer && isUuid(order)) return release(consumer, order, skipDead);
  console.log(HELP);
  return name === undefined || name === '--help' ? 0 : EXIT_USAGE;
}

async function parked(consumer?: string): Promise<number> {
  return withDatabase(settings, async (database) => {
    const orders = await listParked(database, consumer);
    if (orders.length === 0) console.log('No order waits.');
    for (const { consumer: name, key, since, reason, events } of orders) {
      console.log(`${key}  ${name}\n  since ${since.toISOString()}, ${events} events: ${reason}`);
    }
    return 0;
  });
}

async function release(name: string, order: string, skipDead: boolean): Promise<number> {
  const consumer = [new RecordDailySalesWhenOrderChanged(settings)].find((one) => one.name === name);
  if (!consumer) {
    console.error(`There is no consumer ${name}.`);
    return EXIT_USAGE;
  }
  return withDatabase(settings, async (database) => {
    const handled = await releaseParked(database, consumer, order, { skipDead });
    console.log(`${handled} events of ${order} handled; the order flows again.`);
    return 0;
  });
}

async function withDatabase<T>(
  from: OrdersSettings,
  work: (database: ReturnType<typeof openOrdersDatabase>) => Promise<T>,
): Promise<T> {
  const database = openOrdersDatabase(from);
  try {
    return await work(database);
  } finally {
    await database.close();
  }
}

/** The database of a system that runs from this folder. */
function running(): NodeJS.ProcessEnv {
  if (!existsSync('.pulse/run.json')) return {};
  const { database_url: url } = JSON.parse(readFileSync('.pulse/run.json', 'utf8')) as { database_url?: string };
  return { DATABASE_URL: url };
}
