import type { Random } from '#libs/kernel';
import type { Load } from '../load/load.js';
import type { System } from '../system/system.js';

/** What stands in a run, before anything is started: enough to plan by. */
export interface Topology {
  readonly replicas: readonly string[];
  readonly brokers: readonly string[];
  /** Whether the data lies on disks that are small enough to be filled. */
  readonly smallDisks: boolean;
}

/** What a fault is done to, and with. */
export interface Scene {
  readonly system: System;
  readonly load: Load;
  readonly target: string;
  /** How long it lasts, for those that last. */
  readonly seconds: number;
  readonly random: Random;
}

export interface Fault {
  readonly name: string;
  readonly about: string;
  /** Without this option of the command line there is nothing that it could strike. */
  readonly option?: '--cluster' | '--small-disks';
  /** What it may strike; it is not possible where there is nothing. */
  readonly targets: (topology: Topology) => readonly string[];
  /** How long it lasts, from and to; the long form is for runs of minutes. */
  readonly seconds?: readonly [from: number, to: number];
  readonly longSeconds?: readonly [from: number, to: number];
  /** It goes on while other faults happen, and nothing has to recover from it. */
  readonly background?: boolean;
  /**
   * Resolves when the fault is over and every program runs.
   * @throws NotInjected when it could not be done, or nothing came of it
   */
  inject(scene: Scene): Promise<Effect>;
}

/** What was seen of a fault: that nothing failed while it was injected does not show that it came about. */
export interface Effect {
  /** What was counted or measured, with its unit. */
  readonly sign: string;
  /** For a relay that stands still: ms until another one went on, `null` when none did. */
  readonly takeover?: number | null;
}

/** The fault did not come about, so nothing can be said about it. */
export class NotInjected extends Error {
  override readonly name = 'NotInjected';
}

/** Figures, each under its unit, as a sign. @throws NotInjected when one of them is zero: nothing came of it */
export function signOf(figures: Readonly<Record<string, number>>): Effect {
  const sign = Object.entries(figures).map(([unit, figure]) => `${figure} ${unit}`).join(', ');
  if (Object.values(figures).includes(0)) throw new NotInjected(sign);
  return { sign };
}

/** The time since `began` (of `performance.now`) as a person reads it. */
export function timeSince(began: number): string {
  return `${((performance.now() - began) / 1_000).toFixed(1)} s`;
}

export const replicasOf = ({ replicas }: Topology): readonly string[] => replicas;
export const brokersOf = ({ brokers }: Topology): readonly string[] => brokers;
export const only = (...names: string[]) => (): readonly string[] => names;

/** The program of that name. */
export function programOf({ system, target }: Pick<Scene, 'system' | 'target'>) {
  const program = system.programs.find(({ name }) => name === target);
  if (!program) throw new Error(`no program is called ${target}`);
  return program;
}
