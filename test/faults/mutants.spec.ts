import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { INVARIANTS } from '../../faults/check/check.js';
import { editedFiles, EditDoesNotFit } from '../../faults/mutants/build/apply-edits.js';
import { DRILLS } from '../../faults/mutants/drills/drills.js';
import { MUTANTS } from '../../faults/mutants/known/mutants.js';
import { tableOf } from '../../faults/mutants/report.js';
import { isAsItShouldBe, type Finding, type Trial } from '../../faults/mutants/trial.js';
import { readOptions } from '../../faults/options.js';
import { PROJECT_ROOT } from '../architecture/project-root.js';

describe('a mutant', () => {
  it.each(MUTANTS.map((mutant) => [mutant.name, mutant] as const))('%s fits the sources as they are', (_, { edits }) => {
    expect(editedFiles(edits, PROJECT_ROOT).size).toBeGreaterThan(0);
  });

  it.each([
    ['that is not there', 'no such words in the file'],
    ['that is there more than once', 'scripts'],
  ])('is refused when it replaces a text %s', (_, find) => {
    const edit = { file: 'package.json', find, replace: '' };
    expect(() => editedFiles([edit], PROJECT_ROOT)).toThrow(EditDoesNotFit);
  });

  it('is told to users, as is each drill', () => {
    const told = readFileSync(join(PROJECT_ROOT, 'docs/reliability.md'), 'utf8');
    for (const { name } of [...MUTANTS, ...DRILLS]) expect(told).toContain(`| \`${name}\`: `);
  });

  it('can be what a long run of faults tests', () => {
    const { build, afterMigrations } = readOptions(['--mutant', 'stock-without-check']);
    expect(build).toMatch(/stock-without-check$/);
    expect(afterMigrations).toContain('alter table stock drop constraint stock_not_oversold');
    expect(() => readOptions(['--mutant', 'none'])).toThrow('There is no mutant called none');
  });

  it('has a name of its own, and every drill has a mutant to catch', () => {
    expect(new Set(MUTANTS.map(({ name }) => name)).size).toBe(MUTANTS.length);
    expect(new Set(MUTANTS.map(({ caughtBy }) => caughtBy.drill))).toEqual(new Set(DRILLS.map(({ name }) => name)));
  });
});

describe('the trial of a mutant', () => {
  const nothing = Object.fromEntries(INVARIANTS.map(({ name }) => [name, []])) as unknown as Exclude<Finding, string>;
  const trial = (given: Partial<Trial> = {}): Trial => ({
    mutant: { name: 'forgetful', breaks: 'It forgets.', caughtBy: { drill: 'memory', invariant: 'I3' }, edits: [] },
    withGoodBuild: [nothing],
    withMutant: [{ ...nothing, I3: ['order 7 was told 0 times'] }],
    seconds: 12,
    ...given,
  });
  const lineOf = (given: Trial) => tableOf([given]).split('\n')[1];

  it('is as it should be when the good build is sound and the invariant is found broken', () => {
    expect(isAsItShouldBe(trial())).toBe(true);
    expect(lineOf(trial())).toMatch(/^✓ +forgetful +memory +1 of 1 +1 of 1 +12 +I3 +order 7 was told 0 times$/);
  });

  it.each<[string, Partial<Trial>, string]>([
    ['survives', { withMutant: [nothing] }, 'SURVIVED: nothing was found'],
    ['survives once', { withMutant: [...trial().withMutant, nothing] }, 'SURVIVED: nothing was found'],
    ['breaks another invariant', { withMutant: [{ ...nothing, I7: ['twice'] }] }, 'SURVIVED: I7 twice'],
    ['came to no verdict', { withMutant: ['no start'] }, 'SURVIVED: no verdict: no start'],
    ['is no worse than the good build', { withGoodBuild: trial().withMutant }, 'GOOD BUILD: I3 order 7 was told 0 times'],
  ])('is not when the mutant %s', (_, given, said) => {
    expect(isAsItShouldBe(trial(given))).toBe(false);
    expect(lineOf(trial(given))).toContain(said);
  });
});
