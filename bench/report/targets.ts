import type { OneByOne } from '../baselines/one-by-one.js';
import type { EventLag } from '../lag.js';
import type { Compared } from './compare.js';

/** Something to reach, as a ratio within one run or as a figure that holds on every machine. */
export interface Target {
  readonly what: string;
  readonly measured: number;
  readonly wanted: number;
  readonly atLeast: boolean;
}

export interface Measured {
  readonly rows: readonly Compared[];
  readonly oneByOne: OneByOne | undefined;
  readonly lag: EventLag | undefined;
}

/** The targets that this run has the figures for. */
export function targetsOf({ rows, oneByOne, lag }: Measured): Target[] {
  const row = (name: string): Compared | undefined => rows.find(({ scenario }) => scenario === name);
  const [create, sustained, read] = [row('create-order'), row('sustained'), row('read-order')];
  const peak = Math.max(...rows.filter(({ scenario }) => scenario !== 'empty-post').map(({ peakMegabytes }) => peakMegabytes));
  const best = oneByOne?.ordersPerSecond;
  const atLeast = (what: string, measured: number | undefined, wanted: number) => target(what, measured, wanted, true);
  const atMost = (what: string, measured: number | undefined, wanted: number) => target(what, measured, wanted, false);
  return [
    ...atLeast('create ÷ one order per transaction', create && best && create.requestsPerSecond / best, 1.3),
    ...atLeast('sustained, published ÷ one order per transaction', sustained && best && sustained.publishedPerSecond / best, 0.9),
    ...atMost('processor time of a sustained order ÷ empty POST', sustained?.cpuRatio, 4),
    ...atLeast('get by id ÷ empty POST', read?.speedRatio, 0.5),
    ...atMost('p99 of create, ms', create?.p99Ms, 60),
    ...atMost('p99 of the event lag at half load, ms', lag?.p99Ms, 50),
    ...atMost('memory of the service at its peak, MB', rows.length > 1 ? peak : undefined, 300),
  ];
}

function target(what: string, measured: number | undefined, wanted: number, atLeast: boolean): Target[] {
  return measured === undefined ? [] : [{ what, measured, wanted, atLeast }];
}

export function isReached({ measured, wanted, atLeast }: Target): boolean {
  return atLeast ? measured >= wanted : measured <= wanted;
}

/** One line per target, for a terminal. */
export function linesOf(targets: readonly Target[]): string[] {
  return targets.map((one) => {
    const { what, measured, wanted, atLeast } = one;
    const figure = measured.toFixed(measured < 10 ? 2 : 0);
    return `${isReached(one) ? '✓' : '✗'} ${what}: ${figure} (${atLeast ? 'at least' : 'at most'} ${wanted})`;
  });
}
