import { join } from 'node:path';
import { check, type Verdict } from '../check/check.js';
import { gatherEvidence } from '../check/gather.js';
import { History } from '../load/history.js';
import { settle } from '../settle.js';
import { startSystem, type System } from '../system/system.js';
import type { Drill } from './drills/drill.js';
import { Stage } from './stage/stage.js';
import type { Finding } from './trial.js';

/** What is played with. */
export interface Cast {
  /** The folder whose `dist` is tested. */
  readonly build: string;
  readonly afterMigrations: readonly string[];
  /** Data, logs and history of the play; wiped first. */
  readonly folder: string;
}

/** What a process had in hand when it died is delivered again after 30 s; what has not come by now is missing. */
const SETTLE_LIMIT_MS = 45_000;

/** Plays a drill with a build and has the checker look at what is left. */
export async function play(drill: Drill, cast: Cast): Promise<Finding> {
  try {
    const system = await startSystem({ ...cast, cluster: false, smallDisks: false });
    return await playOn(system, drill, cast).finally(() => system.stop());
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

async function playOn(system: System, drill: Drill, { folder }: Cast): Promise<Verdict> {
  const stage = new Stage(system, new History(join(folder, 'history.jsonl')));
  const faults = (await drill.play(stage).finally(() => stage.leave())) ?? [];
  await system.heal();
  await settle(system, SETTLE_LIMIT_MS);
  return check(await gatherEvidence(system, stage.history, { faults, planned: faults.length, memory: [], patience: 1 }));
}
