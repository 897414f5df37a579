/**
 * `npm run check [-- --only <part>]…`: types, lint, import rules, file sizes and drift of generated files. Prints a line
 * for each part, then what the failed ones said; exits with 1 when one failed.
 */
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { partsOf } from './parts.js';
import { runParts } from './run-part.js';

const root = join(import.meta.dirname, '../..');
const { values } = parseArgs({ options: { only: { type: 'string', multiple: true } } });

const parts = partsOf(root).filter(({ name }) => values.only?.some((word) => name.includes(word)) ?? true);
if (parts.length === 0) {
  console.error(`No part of the check is called ${values.only?.join(' or ')}.`);
  process.exit(1);
}

const outcomes = await runParts(parts, root, 2, ({ part, passed, seconds }) => {
  console.log(`${passed ? '✓' : '✗'} ${part.name.padEnd(20)} ${seconds.toFixed(1).padStart(5)} s`);
});

const failed = outcomes.filter(({ passed }) => !passed);
for (const { part, output } of failed) {
  console.error(`\n── ${part.name}: ${part.command.join(' ')}\n${output.trim() || '(no output)'}`);
}
console.log(failed.length === 0 ? '\nAll is well.' : `\n${failed.length} of ${parts.length} parts failed.`);
process.exitCode = failed.length === 0 ? 0 : 1;
