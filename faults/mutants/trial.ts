import type { Verdict } from '../check/check.js';
import type { Mutant } from './mutant.js';

/** What the checker said after a play of a drill; a text says why it came to no verdict. */
export type Finding = Verdict | string;

/** The drill of a mutant was played with the good build and with the mutant, perhaps several times. */
export interface Trial {
  readonly mutant: Mutant;
  readonly withGoodBuild: readonly Finding[];
  readonly withMutant: readonly Finding[];
  readonly seconds: number;
}

/** Whether the mutant was caught in every play, and the good build was found sound in every one. */
export function isAsItShouldBe({ mutant, withGoodBuild, withMutant }: Trial): boolean {
  return withGoodBuild.every(isSound) && withMutant.every((finding) => isCaught(mutant, finding));
}

/** Whether the very invariant was found broken that the mutant breaks. */
export function isCaught(mutant: Mutant, finding: Finding): boolean {
  return violationsOf(mutant, finding).length > 0;
}

export function violationsOf({ caughtBy }: Mutant, finding: Finding): readonly string[] {
  return typeof finding === 'string' ? [] : finding[caughtBy.invariant];
}

/** No verdict is not sound either. */
export function isSound(finding: Finding): boolean {
  return typeof finding !== 'string' && Object.values(finding).every((violations) => violations.length === 0);
}

export function describe(finding: Finding): string {
  if (typeof finding === 'string') return `no verdict: ${finding}`;
  if (isSound(finding)) return 'nothing was found';
  const broken = Object.entries(finding).filter(([, violations]) => violations.length > 0);
  return broken.map(([name, violations]) => `${name} ${violations[0]}`).join('; ');
}
