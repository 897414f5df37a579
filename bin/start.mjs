#!/usr/bin/env node
/** `npm start`: installs and builds what is missing, then hands over to the launcher, which runs everything. */
import { join } from 'node:path';
import { become, build, endWithNpm, fail, install, node, ROOT } from './prepare.mjs';

const HELP = `Starts Pulse ERP: PostgreSQL, nats-server and the orders service.

  npm start                 keeps its data in .pulse/
  npm start -- --fresh      begins with empty data
  npm start -- --demo       fills an empty shop with products, customers and four months of orders;
                            until the next start, callers may say when something happened
  npm start -- --port 9000  another port than 8001 (also: PORT)

Settings come from the environment and from .env; see the table in README.md. With DATABASE_URL (or DB_HOST and
POSTGRES_*) and NATS_URL set, those servers are used and none are started. Ctrl-C stops everything.`;

const args = process.argv.slice(2);
if (args.includes('--help') || args.includes('-h')) {
  console.log(HELP);
  process.exit(0);
}
const FLAGS = ['--fresh', '--demo'];
const known = (arg, index) => FLAGS.includes(arg) || arg === '--port' || args[index - 1] === '--port';
const unknown = args.find((arg, index) => !known(arg, index));
if (unknown !== undefined) fail(`There is no option ${unknown}.\n\n${HELP}`, 64);
const port = args.includes('--port') ? args[args.indexOf('--port') + 1] : undefined;
if (args.includes('--port') && !(/^\d+$/.test(port ?? '') && port < 65536)) fail('--port takes a number from 0 to 65535.', 64);

endWithNpm();
await install();
await build();
const launcher = join(ROOT, 'dist/libs/embedded/src/launcher/main.js');
const options = FLAGS.filter((flag) => args.includes(flag));
become(node(), [launcher, ...options], { env: { ...process.env, ...(port && { PORT: port }) } });
