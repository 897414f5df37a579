/**
 * Writes the documents that the code determines: the lifecycle's diagram and tables, and openapi.json. It reads the build,
 * since decorators leave their metadata only there. `--check` writes nothing and fails naming each stale file.
 */
import { readFile, writeFile } from 'node:fs/promises';
import { describeApi } from '../dist/services/orders/src/openapi.js';
import { INITIAL_STATUSES, LIFECYCLE, ORDER_STATUSES } from '../dist/services/orders/src/orders/rules/lifecycle.js';
import { BUCKETS, MAY_COME_FROM } from '../dist/services/orders/src/orders/rules/quantities.js';

const check = process.argv.includes('--check');
const root = new URL('../', import.meta.url);

function stateDiagram() {
  const moves = ORDER_STATUSES.flatMap((status) => LIFECYCLE[status].next.map((next) => `    ${status} --> ${next}`));
  const starts = INITIAL_STATUSES.map((status) => `    [*] --> ${status}`);
  const ends = ORDER_STATUSES.filter((status) => LIFECYCLE[status].next.length === 0).map((status) => `    ${status} --> [*]`);
  return ['```mermaid', 'stateDiagram-v2', ...starts, ...moves, ...ends, '```'].join('\n');
}

function statusTable() {
  const rows = ORDER_STATUSES.map((status) => {
    const { phase, about, words = [], next } = LIFECYCLE[status];
    return `| \`${status}\` | ${phase} | ${about} | ${words.join(', ') || '–'} | ${next.join(', ') || '–'} |`;
  });
  return ['| status | phase | meaning | also read as | may go to |', '|---|---|---|---|---|', ...rows].join('\n');
}

function bucketTable() {
  const rows = BUCKETS.map((bucket) => `| \`${bucket}\` | ${MAY_COME_FROM[bucket].join(', ')} |`);
  return ['| into | units may come from, taken in this order |', '|---|---|', ...rows].join('\n');
}

/** Replaces what stands between `<!-- NAME -->` and `<!-- /NAME -->`. */
function fill(text, name, content) {
  const marked = new RegExp(`(<!-- ${name} -->\n)[\\s\\S]*?(\n<!-- /${name} -->)`);
  if (!marked.test(text)) throw new Error(`no place marked ${name}`);
  return text.replace(marked, (_, before, after) => before + content + after);
}

async function openApi() {
  return `${JSON.stringify(await describeApi(), null, 2)}\n`;
}

function lifecyclePage(text) {
  const parts = { diagram: stateDiagram(), statuses: statusTable(), buckets: bucketTable() };
  return Object.entries(parts).reduce((page, [name, content]) => fill(page, name, content), text);
}

const generated = { 'docs/order-lifecycle.md': lifecyclePage, 'openapi.json': openApi };
const stale = [];
for (const [file, generate] of Object.entries(generated)) {
  const before = await readFile(new URL(file, root), 'utf8').catch(() => '');
  const after = await generate(before);
  if (before === after) continue;
  stale.push(file);
  if (!check) await writeFile(new URL(file, root), after);
}
for (const file of stale) process.stdout.write(check ? `stale: ${file} (npm run generate:docs)\n` : `written: ${file}\n`);
process.exit(check && stale.length > 0 ? 1 : 0);
