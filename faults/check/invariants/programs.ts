import type { Outcome } from '../../load/history.js';
import type { Invariant } from '../invariant.js';
import { outcomesOf } from './outcomes.js';
import { troubledForNothing } from './spared.js';

/** The V8 heap of the service may grow to 160 MB; with its buffers, code and stacks it stays below this. */
const MOST_MEGABYTES = 400;
/** Of `Retry-After`: no less than a second (RFC 9110, section 10.2.3). */
const SECONDS = /^[1-9]\d*$/;

export const programsLive: Invariant = {
  name: 'I8',
  about: 'no program ends by itself, no uncaught exception, memory bounded',
  violations: ({ deaths, complaints, memory }) => [
    ...deaths,
    ...complaints,
    ...memory
      .filter(({ peakMegabytes }) => peakMegabytes > MOST_MEGABYTES)
      .map(({ replica, peakMegabytes }) => `${replica} took ${Math.round(peakMegabytes)} MB`),
  ],
};

export const refusalsAreDocumented: Invariant = {
  name: 'I9',
  about: 'no error without a documented code, no 500, nothing of the inside; no 503 because a broker or consumer is away',
  violations: (evidence) => [...outcomesOf(evidence).flatMap(wrongForms), ...troubledForNothing(evidence)],
};

function wrongForms({ kind, status, code, malformed, retryAfter = 'missing' }: Outcome): string[] {
  if (malformed !== undefined) return [`${kind}: ${malformed}`];
  if (status === 500) return [`${kind}: 500 ${code}`];
  return status === 503 && !SECONDS.test(retryAfter) ? [`${kind}: 503 ${code}, Retry-After is ${retryAfter}`] : [];
}
