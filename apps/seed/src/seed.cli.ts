/** `npm run seed`: fills a shop through the public API. Options: see terminal/options.ts. */
import { HELP, readOptions, WrongOption } from './terminal/options.js';
import { seedShop } from './seed.js';

const INTERRUPTED = 130;
const USAGE = 64;

const stop = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => stop.abort(signal));

try {
  const options = readOptions(process.argv.slice(2), process.env);
  if (options.help) console.log(HELP);
  else await seedShop(options, process.stdout, stop.signal);
  if (stop.signal.aborted) process.exitCode = INTERRUPTED;
} catch (error) {
  console.error(error instanceof WrongOption ? `${error.message}\n\n${HELP}` : error instanceof Error ? error.message : error);
  process.exitCode = error instanceof WrongOption ? USAGE : stop.signal.aborted ? INTERRUPTED : 1;
}
