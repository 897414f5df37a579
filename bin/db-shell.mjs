#!/usr/bin/env node
/** `make db-shell`: psql on the database that runs; without psql, a plain reader of SQL through the driver. */
import { spawnSync } from 'node:child_process';
import { createInterface } from 'node:readline';
import { become, fail } from './prepare.mjs';
import { addresses } from './running.mjs';

const url = process.env.DATABASE_URL || addresses()?.DATABASE_URL;
if (!url) fail('Pulse ERP does not run from this folder. Start it with npm start, or set DATABASE_URL.');
if (spawnSync('psql', ['--version']).status === 0) startPsql(new URL(url));
else await readStatements();

/** Every user of the machine can read a command line; the password goes by the environment. */
function startPsql(address) {
  const password = decodeURIComponent(address.password);
  address.password = '';
  become('psql', [address.href, ...process.argv.slice(2)], { env: { ...process.env, PGPASSWORD: password } });
}

async function readStatements() {
  const { default: postgres } = await import('postgres');
  const sql = postgres(url, { max: 1, onnotice: () => {} });
  console.log('psql is not installed (Debian: apt-get install postgresql-client). One statement a line; Ctrl-D ends.');
  const lines = createInterface({ input: process.stdin, output: process.stdout, prompt: 'pulse=> ' });
  lines.prompt();
  for await (const line of lines) {
    if (line.trim() !== '') await sql.unsafe(line).then(show, (error) => console.log(`ERROR: ${error.message}`));
    lines.prompt();
  }
  await sql.end();
}

function show(rows) {
  if (rows.length > 0) console.table(rows.map((row) => ({ ...row })));
  console.log(`${rows.command ?? ''} ${rows.count ?? ''}`.trim());
}
