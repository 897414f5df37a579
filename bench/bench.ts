/** `npm run bench`: measures the scenarios one after the other and writes bench/results.json. Options: see options.ts. */
import { writeFileSync } from 'node:fs';
import { cpus, totalmem } from 'node:os';
import { join } from 'node:path';
import { measure } from './measure.js';
import { HELP, type Options, readOptions } from './options.js';
import { type Compared, compare } from './report/compare.js';
import { tableOf } from './report/table.js';
import { BASELINE, scenariosOf } from './scenarios/scenarios.js';
import { startSystem, type System } from './system/system.js';

const RESULTS = join(import.meta.dirname, 'results.json');

async function run(system: System, options: Options): Promise<Compared[]> {
  const baseline = await measure(BASELINE, system, options);
  const rows = [compare(baseline, baseline)];
  for (const scenario of scenariosOf(options.only)) {
    if (scenario === BASELINE) continue;
    console.log(`${scenario.name}: ${scenario.about}`);
    rows.push(compare(await measure(scenario, system, options), baseline));
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

if (process.argv.includes('--help')) {
  console.log(HELP);
  process.exit(0);
}

const options = readOptions(process.argv.slice(2));
scenariosOf(options.only);
console.log('Starting PostgreSQL, nats-server, the service and the baseline …');
const system = await startSystem();
try {
  console.log(`${BASELINE.name}: ${BASELINE.about}`);
  const results = await run(system, options);
  const report = { at: new Date().toISOString(), machine: machine(system), options, results };
  writeFileSync(RESULTS, `${JSON.stringify(report, null, 2)}\n`);
  console.log(`\n${tableOf(results)}\n\nwritten to ${RESULTS}`);
  process.exitCode = results.some(({ errors }) => errors > 0) ? 1 : 0;
} finally {
  await system.stop();
}
