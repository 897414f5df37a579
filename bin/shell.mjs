#!/usr/bin/env node
/** `make shell`: a shell, or the command that follows, with the addresses of what runs in its environment. */
import { become, fail, ROOT } from './prepare.mjs';
import { addresses } from './running.mjs';

const [command, ...args] = process.argv.slice(2);
const running = addresses();
const elsewhere = process.env.DATABASE_URL || process.env.DB_HOST;
if (!running && !elsewhere) fail('Pulse ERP does not run from this folder. Start it with npm start, or set DATABASE_URL.');
const env = { ...process.env, ...(elsewhere ? {} : running) };
if (!command) describe(['DATABASE_URL', 'NATS_URL', 'ORDERS_URL']);
become(command ?? (process.env.SHELL || 'sh'), command ? args : ['-i'], { cwd: ROOT, env });

function describe(names) {
  for (const name of names) if (env[name]) console.log(`$${name}  ${withoutPassword(env[name])}`);
}

function withoutPassword(url) {
  return url.replace(/\/\/[^@/]*@/, '//');
}
