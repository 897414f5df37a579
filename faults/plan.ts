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
/** Between the end of a fault and the next one, in seconds: what recovering takes, and a breath. */
const BREATH = { once: { from: 0.1, to: 0.3 }, long: { from: 2.2, to: 3.5 } };

/** When what happens to whom: the same for the same seed. Every fault has had its turn before one comes again. */
export function planOf({ seed, faults, topology, minutes }: PlanOptions): PlannedFault[] {
  const random = new Random(seed);
  const possible = faults.filter(({ targets }) => targets(topology).length > 0);
  const end = minutes === undefined ? Number.POSITIVE_INFINITY : minutes * 60;
  const breath = minutes === undefined ? BREATH.once : BREATH.long;
  const plan: PlannedFault[] = [];
  let at = FIRST_AT;
  do {
    for (const fault of shuffle(possible, random)) {
      const [from, to] = lengthOf(fault, minutes !== undefined);
      const seconds = round(random.between(from, to));
      plan.push({ at, fault, target: random.pick(fault.targets(topology)), seconds });
      at = round(at + random.between(breath.from, breath.to) + (fault.background ? 0 : seconds));
      if (at >= end) return plan;
    }
  } while (minutes !== undefined && possible.length > 0);
  return plan;
}

function lengthOf({ seconds = [0, 0], longSeconds = seconds }: Fault, long: boolean): readonly [number, number] {
  return long ? longSeconds : seconds;
}

function shuffle(faults: readonly Fault[], random: Random): Fault[] {
  const drawn = faults.map((fault) => ({ fault, at: random.next() }));
  return drawn.sort((a, b) => a.at - b.at).map(({ fault }) => fault);
}

const round = (seconds: number): number => Math.round(seconds * 10) / 10;
