/** `npm run faults`: a run with its report. Options: see options.ts. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { check } from './check/check.js';
import type { InjectedFault } from './check/evidence.js';
import { FAULTS } from './kinds/catalogue.js';
import type { Fault } from './kinds/fault.js';
import { buildMutant } from './mutants/build/build-mutant.js';
import { HELP, type Options, readOptions } from './options.js';
import type { PlannedFault } from './plan.js';
import { reportOf, violationsIn, whyNoVerdict } from './report/report.js';
import { rightAligned } from './report/table.js';
import { run } from './run.js';

const EXIT_VIOLATED = 1;
const EXIT_NO_VERDICT = 2;

const onlooker = {
  planned: (plan: readonly PlannedFault[]) => {
    const rows = plan.map(({ at, fault, target, seconds }) => [`${at} s`, fault.name, target, seconds > 0 ? `${seconds} s` : '']);
    console.log(`${rightAligned([['planned', 'fault', 'target', 'for'], ...rows])}\n`);
  },
  injected: ({ name, target, at, sign, recovery, takeover, notInjected }: InjectedFault) => {
    const took = Object.entries(recovery ?? {}).map(([what, ms]) => `${what} ${ms} ms`);
    if (takeover !== undefined) took.push(`taken over ${takeover} ms`);
    const seen = notInjected === undefined ? [sign, ...took] : [`did not come about: ${notInjected}`];
    console.log(`${at.toFixed(1).padStart(7)} s  ${name} (${target})  ${seen.join(', ')}`);
  },
  said: (sentence: string) => console.log(sentence),
};

const describe = ({ about, option }: Fault): string => (option === undefined ? about : `${about} (${option})`);

/** @returns the exit code */
async function injectFaults(options: Options): Promise<number> {
  console.log(`seed ${options.seed}`);
  if (options.mutant) await buildMutant(options.mutant);
  const evidence = await run(options, onlooker);
  const verdict = check(evidence);
  const report = reportOf(evidence, verdict);
  writeFileSync(join(options.folder, 'report.txt'), `seed ${options.seed}\n\n${report}\n`);
  console.log(`\n${report}`);
  const missing = whyNoVerdict(evidence);
  if (missing.length > 0) console.log(`\nNo verdict: ${missing.join(', ')}`);
  if (violationsIn(verdict) > 0) return EXIT_VIOLATED;
  return missing.length > 0 ? EXIT_NO_VERDICT : 0;
}

try {
  const options = readOptions(process.argv.slice(2));
  if (options.help) console.log(HELP);
  else if (options.list) console.log(rightAligned(FAULTS.map((fault) => [fault.name, describe(fault)])));
  else process.exitCode = await injectFaults(options);
} catch (error) {
  console.error(`No verdict: ${error instanceof Error ? error.message : String(error)}`);
  process.exitCode = EXIT_NO_VERDICT;
}
