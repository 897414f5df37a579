import { setTimeout as delay } from 'node:timers/promises';
import type { Random } from '#libs/kernel';
import type { InjectedFault } from './check/evidence.js';
import { NotInjected, type Scene } from './kinds/fault.js';
import type { Load } from './load/load.js';
import type { PlannedFault } from './plan.js';
import type { System } from './system/system.js';
import { watchRecovery } from './watch/recovery.js';

export interface Stage {
  readonly system: System;
  readonly load: Load;
  readonly random: Random;
  /** Told of each fault when the system has recovered from it. */
  readonly tell: (fault: InjectedFault) => void;
  /** The next fault does not wait for the consumers, which take seconds to follow each other. */
  readonly isShort?: boolean;
}

/**
 * Plays a plan, or as much of it as begins within `seconds`. What goes on in the background overlaps with the others; of those,
 * each waits until all is well again.
 */
export async function injectAll(plan: readonly PlannedFault[], stage: Stage, seconds?: number): Promise<InjectedFault[]> {
  const began = performance.now();
  const injected: InjectedFault[] = [];
  const begun: Promise<void>[] = [];
  const sinceBegin = (): number => (performance.now() - began) / 1_000;
  for (const planned of plan) {
    if (seconds !== undefined && Math.max(planned.at, sinceBegin()) > seconds) break;
    await delay(Math.max(0, planned.at - sinceBegin()) * 1_000);
    const served = Promise.withResolvers<void>();
    const playing = inject(planned, stage, sinceBegin(), served.resolve).then((fault) => {
      injected.push(fault);
      stage.tell(fault);
    });
    begun.push(playing);
    if (!planned.fault.background) await (stage.isShort ? Promise.race([playing, served.promise]) : playing);
  }
  await Promise.all(begun);
  return injected;
}

/** @param onServed called when the service has recovered, whatever the consumers do */
async function inject(
  { fault, target, seconds }: PlannedFault,
  stage: Stage,
  at: number,
  onServed: () => void,
): Promise<InjectedFault> {
  const { system, load, random } = stage;
  const scene: Scene = { system, load, target, seconds, random: random.fork(`${fault.name} ${at}`) };
  const told = { name: fault.name, target, at };
  const from = Date.now();
  try {
    const effect = await fault.inject(scene);
    if (fault.background) return { ...told, ...effect, window: { from, to: Date.now() } };
    await system.heal();
    const window = { from, to: Date.now() };
    const recovery = { mended: Math.round(window.to - from - seconds * 1_000), ...(await watchRecovery(system, load, onServed)) };
    return { ...told, ...effect, window, recovery };
  } catch (error) {
    if (!(error instanceof NotInjected)) throw error;
    // Beside one that goes on in the background another may be at work.
    if (!fault.background) await system.heal();
    return { ...told, window: { from, to: Date.now() }, notInjected: error.message };
  }
}
