import type { InjectedFault } from '../evidence.js';
import type { Invariant } from '../invariant.js';

/**
 * To mend things takes the start of a program, after up to 15 s until a relay is found at work, ten until a strike hits, or nine
 * until a cluster has leaders. A relay that stands still loses its partitions when its lease of 4 s is over, and another one goes
 * on within one; what has waited may take as long again. A consumer goes on when the lease of the one before is over, 5 s; should
 * it have lost an event of every product on the way, all wait for these, which nats-server gives out again after 30 s.
 */
export const LIMITS_MS = { mended: 30_000, answers: 5_000, relay: 5_000, drained: 10_000, well: 10_000, consuming: 40_000 };

const WATCHED: readonly (readonly [keyof typeof LIMITS_MS, what: string])[] = [
  ['mended', 'everything up'],
  ['answers', '2xx again'],
  ['relay', 'a relay active'],
  ['drained', 'the backlog drained'],
  ['well', 'all well'],
  ['consuming', 'every consumer active'],
];

export const itRecovers: Invariant = {
  name: 'I10',
  about: 'after a fault: 2xx and relays active within 5 s, nothing waits and all are well within 10 s, consumers active in 40',
  violations: ({ faults, patience = 1 }) =>
    faults.flatMap((fault) => lapsesOf(fault, patience).map((lapse) => `${fault.name} (${fault.target}): ${lapse}`)),
};

function lapsesOf({ recovery, takeover }: InjectedFault, patience: number): string[] {
  const late = (what: string, ms: number | null | undefined, limit: number): string[] => {
    if (typeof ms !== 'number') return [`never ${what}`];
    return ms > limit * patience ? [`${what} after ${ms} ms, not ${limit * patience}`] : [];
  };
  return [
    ...(recovery ? WATCHED.flatMap(([name, what]) => late(what, recovery[name], LIMITS_MS[name])) : []),
    ...(takeover === undefined ? [] : late('another relay active', takeover, LIMITS_MS.relay)),
  ];
}
