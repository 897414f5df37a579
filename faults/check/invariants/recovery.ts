import type { InjectedFault } from '../evidence.js';
import type { Invariant } from '../invariant.js';

/**
 * A relay that stands still loses its partitions when its lease of 4 s is over, and another one goes on within one. What has
 * waited is through as long again after that.
 */
export const LIMITS_MS = { mended: 20_000, answers: 5_000, relay: 5_000, drained: 10_000, consuming: 10_000 };

export const itRecovers: Invariant = {
  name: 'I10',
  about: 'after a fault: 2xx within 5 s, a relay active within 5 s, the backlog drains',
  violations: ({ faults, patience = 1 }) =>
    faults.flatMap((fault) => lapsesOf(fault, patience).map((lapse) => `${fault.name} (${fault.target}): ${lapse}`)),
};

function lapsesOf({ recovery, takeover }: InjectedFault, patience: number): string[] {
  const late = (what: string, ms: number | null | undefined, limit: number): string[] => {
    if (typeof ms !== 'number') return [`never ${what}`];
    return ms > limit * patience ? [`${what} after ${ms} ms, not ${limit * patience}`] : [];
  };
  return [
    ...(recovery ? late('mended', recovery.mended, LIMITS_MS.mended) : []),
    ...(recovery ? late('2xx again', recovery.answers, LIMITS_MS.answers) : []),
    ...(recovery ? late('a relay active', recovery.relay, LIMITS_MS.relay) : []),
    ...(recovery ? late('the backlog drained', recovery.drained, LIMITS_MS.drained) : []),
    ...(recovery ? late('all consuming', recovery.consuming, LIMITS_MS.consuming) : []),
    ...(takeover === undefined ? [] : late('another relay active', takeover, LIMITS_MS.relay)),
  ];
}
