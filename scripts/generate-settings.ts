/**
 * Writes what people read about the settings of the orders service: the table in README.md and `.env.example`. With `--check`
 * it writes nothing and fails, naming each file that is stale.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { settingsExample, settingsTable } from '#libs/platform';
import { ordersSettings } from '../services/orders/src/orders.config.js';

const root = join(import.meta.dirname, '..');
const MARKED = /(<!-- settings -->\n)[\s\S]*?(\n<!-- \/settings -->)/;

const generators: Record<string, (before: string) => string> = {
  'README.md': (before) => {
    if (!MARKED.test(before))
      throw new Error('README.md has no place for the settings: <!-- settings --> … <!-- /settings -->');
    return before.replace(MARKED, (_, open: string, close: string) => open + settingsTable(ordersSettings) + close);
  },
  '.env.example': () => settingsExample(ordersSettings),
};

const isCheck = process.argv.includes('--check');
for (const [file, generate] of Object.entries(generators)) {
  const path = join(root, file);
  const before = readIfThere(path);
  const after = generate(before);
  if (before === after) continue;
  if (isCheck) process.exitCode = 1;
  else writeFileSync(path, after);
  console.log(isCheck ? `${file} is stale: run npm run generate:settings` : `wrote ${file}`);
}

function readIfThere(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}
