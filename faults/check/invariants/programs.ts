import type { Invariant } from '../invariant.js';
import { outcomesOf } from './requests.js';

/** The V8 heap of the service may grow to 160 MB; with its buffers, code and stacks it stays below this. */
const MOST_MEGABYTES = 400;

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
  about: 'no error without a documented code, no 500, nothing of the inside in an answer',
  violations: (evidence) =>
    outcomesOf(evidence).flatMap(({ kind, status, code, malformed }) => {
      if (malformed !== undefined) return [`${kind}: ${malformed}`];
      return status === 500 ? [`${kind}: 500 ${code}`] : [];
    }),
};
