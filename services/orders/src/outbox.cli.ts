import { isUuid } from '#libs/kernel';
import { listDead, requeueDead } from '#libs/messaging';
import { EXIT_USAGE, operatorSettings, outliveReaders, withDatabase } from './operating.js';

const HELP = `Events that the broker refused for good, and the later ones of the same order or product, which wait behind them.

  npm run outbox -- dead                           lists them
  npm run outbox -- requeue <key> [--skip-first]   puts them back, before what came later

The key is the id of the order or product. What was refused will be refused again, unless the reason is gone. With --skip-first
it is dropped for good; consumers that count the events will then miss it and set the key aside.
Uses DATABASE_URL, or the system that "npm start" runs.`;

const EXIT_NOTHING_FOUND = 1;

outliveReaders();
const settings = operatorSettings();
const [command, ...args] = process.argv.slice(2);
process.exitCode = await run(
  command,
  args.find((arg) => arg !== '--skip-first'),
  args.includes('--skip-first'),
);

async function run(name: string | undefined, key: string | undefined, skipFirst: boolean): Promise<number> {
  if (name === 'dead') return dead();
  if (name === 'requeue' && isUuid(key)) return requeue(key, skipFirst);
  console.log(HELP);
  return name === undefined || name === '--help' ? 0 : EXIT_USAGE;
}

async function dead(): Promise<number> {
  return withDatabase(settings, async (database) => {
    const keys = await listDead(database);
    if (keys.length === 0) console.log('No event is dead.');
    for (const { key, since, subject, reason, events } of keys) {
      console.log(`${key}  ${subject}\n  since ${since.toISOString()}, ${events} events: ${reason}`);
    }
    return 0;
  });
}

async function requeue(key: string, skipFirst: boolean): Promise<number> {
  return withDatabase(settings, async (database) => {
    const { back, dropped } = await database.transaction((tx) => requeueDead(tx, key, { skipFirst }));
    if (back + dropped === 0) {
      console.error(`No event of ${key} is dead.`);
      return EXIT_NOTHING_FOUND;
    }
    console.log(`${back} events of ${key} are on their way again${dropped > 0 ? `, ${dropped} dropped` : ''}.`);
    return 0;
  });
}
