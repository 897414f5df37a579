import type { InjectedFault } from '../../check/evidence.js';
import type { Stage } from '../stage/stage.js';

/** A situation in which a mistake shows, made to order: the same steps and signals every time, nothing left to chance. */
export interface Drill {
  readonly name: string;
  /** The steps, in a sentence. */
  readonly about: string;
  /** Plays it; the checker looks at what is left. @returns what was measured on the way, for the checker */
  play(stage: Stage): Promise<readonly InjectedFault[] | void>;
}
