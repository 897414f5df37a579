import { Random } from '#libs/kernel';
import type { Fault, Topology } from './kinds/fault.js';

export interface PlannedFault {
  /** Seconds after the start. When the one before takes longer, it begins later. */
  readonly at: number;
  readonly fault: Fault;
  readonly target: string;
  readonly seconds: number;
}

export interface PlanOptions {
  readonly seed: string;
  readonly faults: readonly Fault[];
  readonly topology: Topology;
  /** Without a time each fault comes about once, in its short form. */
  readonly minutes?: number;
}

const FIRST_AT = 2;
/** What recovering usually takes. */
const ALLOWANCE = 2;

/** When what happens to whom: the same for the same seed. Every fault has had its turn before one comes again. */
export function planOf({ seed, faults, topology, minutes }: PlanOptions): PlannedFault[] {
  const random = new Random(seed);
  const possible = faults.filter(({ targets }) => targets(topology).length > 0);
  const end = minutes === undefined ? Number.POSITIVE_INFINITY : minutes * 60;
  const plan: PlannedFault[] = [];
  let at = FIRST_AT;
  do {
    for (const fault of shuffle(possible, random)) {
      const [from, to] = (minutes === undefined ? fault.seconds : (fault.longSeconds ?? fault.seconds)) ?? [0, 0];
      const seconds = round(random.between(from, to));
      plan.push({ at, fault, target: random.pick(fault.targets(topology)), seconds });
      at = round(at + random.between(0.2, 1.5) + (fault.background ? 0 : seconds + ALLOWANCE));
      if (at >= end) return plan;
    }
  } while (minutes !== undefined && possible.length > 0);
  return plan;
}

function shuffle(faults: readonly Fault[], random: Random): Fault[] {
  const drawn = faults.map((fault) => ({ fault, at: random.next() }));
  return drawn.sort((a, b) => a.at - b.at).map(({ fault }) => fault);
}

const round = (seconds: number): number => Math.round(seconds * 10) / 10;
