import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { cpus, totalmem } from 'node:os';
import { join } from 'node:path';
import { plotsOf } from './plot.js';

const RESULTS = join(import.meta.dirname, '../results.json');
const PLOTS = join(import.meta.dirname, '../plots');

/** Writes these figures; what else the file has from earlier runs stays in it. Draws the plots anew. @returns the file's path */
export function keepResults(figures: object): string {
  const before = existsSync(RESULTS) ? (JSON.parse(readFileSync(RESULTS, 'utf8')) as object) : {};
  const results = { ...before, at: new Date().toISOString(), machine: machine(), ...figures };
  writeFileSync(RESULTS, `${JSON.stringify(results, null, 2)}\n`);
  mkdirSync(PLOTS, { recursive: true });
  for (const [name, svg] of Object.entries(plotsOf(readFileSync(RESULTS, 'utf8')))) writeFileSync(join(PLOTS, name), svg);
  return RESULTS;
}

function machine(): object {
  const [cpu] = cpus();
  return { cpu: cpu?.model, cores: cpus().length, memoryGb: Math.round(totalmem() / 2 ** 30), node: process.version };
}
