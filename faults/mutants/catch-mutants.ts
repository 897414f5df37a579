/** `npm run faults:mutants`: plays the drill of every mutant, with it and with the good build. Options: see options.ts. */
import { join } from 'node:path';
import { Logger } from '@nestjs/common';
import { buildMutant, mutantFolder } from './build/build-mutant.js';
import { drillNamed } from './drills/drills.js';
import type { Mutant } from './mutant.js';
import { HELP, readOptions, type Options } from './options.js';
import { play } from './play.js';
import { outcomeOf, tableOf } from './report.js';
import { isAsItShouldBe, type Finding, type Trial } from './trial.js';

const ROOT = join(import.meta.dirname, '../..');

async function tryMutant(mutant: Mutant, { repeat, folder }: Options): Promise<Trial> {
  const began = performance.now();
  const drill = drillNamed(mutant.caughtBy.drill);
  console.log(`${mutant.name}: ${mutant.breaks}\n  ${drill.name}: ${drill.about}`);
  await buildMutant(mutant);
  const withGoodBuild: Finding[] = [];
  const withMutant: Finding[] = [];
  const { afterMigrations = [] } = mutant;
  for (let time = 0; time < repeat; time += 1) {
    withGoodBuild.push(await play(drill, { build: ROOT, afterMigrations: [], folder }));
    withMutant.push(await play(drill, { build: mutantFolder(mutant), afterMigrations, folder }));
  }
  const trial = { mutant, withGoodBuild, withMutant, seconds: (performance.now() - began) / 1_000 };
  console.log(outcomeOf(trial));
  return trial;
}

/** @returns the exit code */
async function catchMutants(options: Options): Promise<number> {
  // The drills provoke trouble on purpose; what is said of it here would bury the table.
  Logger.overrideLogger(['fatal']);
  const trials: Trial[] = [];
  for (const mutant of options.mutants) trials.push(await tryMutant(mutant, options));
  const wrong = trials.filter((trial) => !isAsItShouldBe(trial)).length;
  console.log(`\n${tableOf(trials)}\n\n${wrong === 0 ? 'Every mutant is caught.' : `${wrong} of ${trials.length} need a look.`}`);
  return wrong === 0 ? 0 : 1;
}

try {
  const options = readOptions(process.argv.slice(2));
  if (options.help) console.log(HELP);
  else process.exitCode = await catchMutants(options);
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
