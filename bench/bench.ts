/** `npm run bench`: measures the scenarios one after the other and writes bench/results.json. Options: see options.ts. */
import { writeFileSync } from 'node:fs';
import { cpus, totalmem } from 'node:os';
import { join } from 'node:path';
import { measure } from './measure.js';
import { HELP, type Options, readOptions } from './options.js';
import { type Compared, compare, compareWith, comparisonsOf } from './report/compare.js';
import { tableOf } from './report/table.js';
import { BASELINE } from './scenarios/scenarios.js';
import { startSystem, type System } from './system/system.js';

const RESULTS = join(import.meta.dirname, 'results.json');

async function measureAll(system: System, options: Options): Promise<Compared[]> {
  console.log(`${BASELINE.name}: ${BASELINE.about}`);
  const baseline = await measure(BASELINE, system, options);
  const rows = [compare(baseline, baseline)];
  for (const scenario of options.scenarios.filter((one) => one !== BASELINE)) {
    console.log(`${scenario.name}: ${scenario.about}`);
    const row = compare(await measure(scenario, system, options), baseline);
    rows.push(compareWith(row, rows, scenario.comparedWith));
  }
  return rows;
}

function machine(system: System): object {
  const [cpu] = cpus();
  return {
    cpu: cpu?.model,
    cores: cpus().length,
    memoryGb: Math.round(totalmem() / 2 ** 30),
    node: process.version,
    ...system.versions,
  };
}

/** @returns the exit code: 1 when a request failed, since such figures say nothing */
async function bench(options: Options): Promise<number> {
  console.log('Starting PostgreSQL, nats-server, the service and the baseline …');
  const system = await startSystem();
  try {
    const results = await measureAll(system, options);
    const { seconds, connections } = options;
    const report = { at: new Date().toISOString(), machine: machine(system), seconds, connections, results };
    writeFileSync(RESULTS, `${JSON.stringify(report, null, 2)}\n`);
    console.log(['', tableOf(results), '', ...comparisonsOf(results), `written to ${RESULTS}`].join('\n'));
    return results.some(({ errors }) => errors > 0) ? 1 : 0;
  } finally {
    await system.stop();
  }
}

try {
  const options = readOptions(process.argv.slice(2));
  if (options.help) console.log(HELP);
  else process.exitCode = await bench(options);
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
