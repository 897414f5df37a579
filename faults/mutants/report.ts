import { describe, isAsItShouldBe, isCaught, isSound, violationsOf, type Trial } from './trial.js';

type Column = readonly [title: string, cell: (trial: Trial) => string];

const COLUMNS: readonly Column[] = [
  ['', (trial) => (isAsItShouldBe(trial) ? '✓' : '✗')],
  ['mutant', ({ mutant }) => mutant.name],
  ['drill', ({ mutant }) => mutant.caughtBy.drill],
  ['good build sound', ({ withGoodBuild: plays }) => `${plays.filter(isSound).length} of ${plays.length}`],
  ['mutant caught', ({ mutant, withMutant: plays }) =>
    `${plays.filter((finding) => isCaught(mutant, finding)).length} of ${plays.length}`],
  ['s', ({ seconds }) => seconds.toFixed(0)],
  ['by', ({ mutant }) => mutant.caughtBy.invariant],
  ['for example', exampleOf],
];

/** A line per mutant, for a terminal. */
export function tableOf(trials: readonly Trial[]): string {
  const cells = [COLUMNS.map(([title]) => title), ...trials.map((trial) => COLUMNS.map(([, cell]) => cell(trial)))];
  const widths = COLUMNS.map((_, column) => Math.max(...cells.map((line) => line[column]?.length ?? 0)));
  return cells.map((line) => line.map((text, column) => text.padEnd(widths[column] ?? 0)).join('  ').trimEnd()).join('\n');
}

/** What is said as soon as a mutant has been tried. */
export function outcomeOf(trial: Trial): string {
  const cells = COLUMNS.filter(([title]) => title === 'good build sound' || title === 'mutant caught');
  return `  ${[...cells.map(([title, cell]) => `${title} ${cell(trial)}`), exampleOf(trial)].join(', ')}`;
}

/** First what needs a look: a good build that is not sound, a mutant that survived. */
function exampleOf({ mutant, withGoodBuild, withMutant }: Trial): string {
  const unsound = withGoodBuild.find((finding) => !isSound(finding));
  if (unsound !== undefined) return `GOOD BUILD: ${describe(unsound)}`;
  const survivor = withMutant.find((finding) => !isCaught(mutant, finding));
  if (survivor !== undefined) return `SURVIVED: ${describe(survivor)}`;
  return withMutant.flatMap((finding) => violationsOf(mutant, finding))[0] ?? '';
}
