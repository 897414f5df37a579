/** `npm run bench`: measures the scenarios one after the other and writes bench/results.json. Options: see options.ts. */
import { join } from 'node:path';
import { Logger } from '@nestjs/common';
import { bestOf, measureOneByOne, type OneByOne } from './baselines/one-by-one.js';
import { type EventLag, measureLag } from './lag.js';
import { measure } from './measure.js';
import { HELP, type Options, readOptions } from './options.js';
import { type Compared, compare, compareWith, comparisonsOf } from './report/compare.js';
import { describeNewestProfile } from './report/profile.js';
import { keepResults } from './report/results.js';
import { tableOf } from './report/table.js';
import { linesOf, targetsOf } from './report/targets.js';
import { BASELINE } from './scenarios/scenarios.js';
import { describeSoak, soak } from './soak/soak.js';
import type { Study } from './studies/study.js';
import { startSystem, type System } from './system/system.js';

// The report is what the terminal is for.
Logger.overrideLogger(['warn', 'error']);

const PROFILES = join(import.meta.dirname, 'profiles');

/** A row for each scenario, as soon as it is measured. */
async function* measureAll(system: System, options: Options): AsyncGenerator<Compared, void> {
  console.log(`${BASELINE.name}: ${BASELINE.about}`);
  const baseline = await measure(BASELINE, system, options);
  const rows = [compare(baseline, baseline)];
  yield* rows;
  for (const scenario of options.scenarios.filter((one) => one !== BASELINE)) {
    console.log(`${scenario.name}: ${scenario.about}`);
    const row = compareWith(compare(await measure(scenario, system, options), baseline), rows, scenario.comparedWith);
    rows.push(row);
    yield row;
  }
}

interface Figures {
  oneByOne: OneByOne[];
  readonly results: Compared[];
  lag?: EventLag;
}

/** @returns the exit code: 1 when a request failed, since such figures say nothing */
async function bench(options: Options): Promise<number> {
  console.log('Starting PostgreSQL, nats-server, the service and the baseline …');
  const system = await startSystem(options.profile ? PROFILES : undefined);
  try {
    const figures: Figures = { oneByOne: [], results: [] };
    try {
      figures.oneByOne = await measureBaselines(system, options);
      for await (const row of measureAll(system, options)) figures.results.push(row);
      figures.lag = await measureLagAtHalfLoad(system, figures.results, options);
    } finally {
      // What was measured is kept, also when something after it could not be.
      if (figures.results.length > 0) report(figures, system, options);
    }
    return figures.results.some(({ errors }) => errors > 0) ? 1 : 0;
  } finally {
    await system.stop();
    // The service writes its profile when it stops.
    if (options.profile) console.log(`\n${describeNewestProfile(PROFILES)}`);
  }
}

function report({ oneByOne, results, lag }: Figures, { versions }: System, { seconds, connections }: Options): void {
  const targets = targetsOf({ rows: results, oneByOne: bestOf(oneByOne), lag });
  const written = keepResults({ versions, seconds, connections, results, oneByOne, lag, targets });
  const sentences = [...comparisonsOf(results), ...sentencesOf(oneByOne, lag), '', ...linesOf(targets), ''];
  console.log(['', tableOf(results), '', ...sentences, `written to ${written}`].join('\n'));
}

/** @returns the exit code */
async function soakFor(minutes: number, { connections }: Options): Promise<number> {
  console.log(`Loading the service for ${minutes} minutes …`);
  const system = await startSystem();
  try {
    const soaked = await soak(system, minutes, connections);
    console.log(describeSoak(soaked));
    return soaked.errors > 0 ? 1 : 0;
  } finally {
    await system.stop();
  }
}

/** @returns the exit code */
async function runStudy(study: Study, options: Options): Promise<number> {
  console.log(`${study.name}: ${study.about}`);
  const { figures, lines, errors } = await study.run(options);
  const written = keepResults({ [study.name]: { at: new Date().toISOString(), ...figures } });
  console.log(['', ...lines, '', `written to ${written}`].join('\n'));
  return errors > 0 ? 1 : 0;
}

async function measureBaselines(system: System, { seconds, scenarios, profile }: Options): Promise<OneByOne[]> {
  if (profile || !scenarios.some(({ name }) => name === 'create-order' || name === 'sustained')) return [];
  console.log('one order per transaction: the same rows by SQL clients, without a service');
  return measureOneByOne(await system.emptyDatabase(), Math.ceil(seconds / 2));
}

async function measureLagAtHalfLoad(
  system: System,
  results: readonly Compared[],
  { seconds, profile }: Options,
): Promise<EventLag | undefined> {
  const create = results.find(({ scenario }) => scenario === 'create-order');
  if (profile || !create) return undefined;
  console.log('event lag: creates at half of what was reached, and a consumer of the stream');
  return measureLag(system, Math.floor(create.requestsPerSecond / 2), seconds);
}

function sentencesOf(oneByOne: readonly OneByOne[], lag: EventLag | undefined): string[] {
  const clients = oneByOne.map(
    ({ client, connections, ordersPerSecond }) => `${client} on ${connections}: ${ordersPerSecond.toFixed(0)}/s`,
  );
  return [
    ...(clients.length > 0 ? [`one order per transaction: ${clients.join(', ')}`] : []),
    ...(lag ? [lagOf(lag)] : []),
  ];
}

function lagOf({ ordersPerSecond, p50Ms, p99Ms }: EventLag): string {
  return `event lag at ${ordersPerSecond} orders/s: p50 ${p50Ms.toFixed(0)} ms, p99 ${p99Ms.toFixed(0)} ms`;
}

/** @returns the exit code: what is asked for, one after the other */
async function run(options: Options): Promise<number> {
  if (options.soakMinutes !== undefined) return soakFor(options.soakMinutes, options);
  const codes = options.scenarios.length > 0 ? [await bench(options)] : [];
  for (const study of options.studies) codes.push(await runStudy(study, options));
  return Math.max(...codes);
}

try {
  const options = readOptions(process.argv.slice(2));
  if (options.help) console.log(HELP);
  else process.exitCode = await run(options);
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
