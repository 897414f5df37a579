import { isUuid } from '#libs/kernel';
import { listParked, releaseParked, type EventConsumer } from '#libs/messaging';
import { RecordStockAlertsWhenStockChanged } from './inventory/alerts/record-stock-alerts-when-stock-changed.consumer.js';
import { EXIT_USAGE, operatorSettings, outliveReaders, withDatabase } from './operating.js';
import { RecordDailySalesWhenOrderChanged } from './sales/record-daily-sales-when-order-changed.consumer.js';

const HELP = `Orders and products that wait because an event of theirs could not be handled.

  npm run consumers -- parked [consumer]                        lists them
  npm run consumers -- release <consumer> <key> [--skip-dead]   handles what was set aside, in its order

The key is the id of the order or product. With --skip-dead the event that could not be handled is left out.
Uses DATABASE_URL, or the system that "npm start" runs.`;

outliveReaders();
const settings = operatorSettings();
const [command, ...args] = process.argv.slice(2);
process.exitCode = await run(
  command,
  args.filter((arg) => arg !== '--skip-dead'),
  args.includes('--skip-dead'),
);

async function run(name: string | undefined, [consumer, key]: readonly string[], skipDead: boolean): Promise<number> {
  if (name === 'parked') return parked(consumer);
  if (name === 'release' && consumer && isUuid(key)) return release(consumer, key, skipDead);
  console.log(HELP);
  return name === undefined || name === '--help' ? 0 : EXIT_USAGE;
}

async function parked(consumer?: string): Promise<number> {
  return withDatabase(settings, async (database) => {
    const keys = await listParked(database, consumer);
    if (keys.length === 0) console.log('Nothing waits.');
    for (const { consumer: name, key, since, reason, events } of keys) {
      console.log(`${key}  ${name}\n  since ${since.toISOString()}, ${events} events: ${reason}`);
    }
    return 0;
  });
}

async function release(name: string, key: string, skipDead: boolean): Promise<number> {
  const consumers: EventConsumer[] = [new RecordDailySalesWhenOrderChanged(settings), new RecordStockAlertsWhenStockChanged()];
  const consumer = consumers.find((one) => one.name === name);
  if (!consumer) {
    console.error(`There is no consumer ${name}.`);
    return EXIT_USAGE;
  }
  return withDatabase(settings, async (database) => {
    const handled = await releaseParked(database, consumer, key, { skipDead });
    console.log(`${handled} events of ${key} handled; it flows again.`);
    return 0;
  });
}
