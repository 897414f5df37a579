import type { Load } from '../load/load.js';
import type { System } from '../system/system.js';
import { untilAnswered } from './answers.js';
import { type Backlog, untilDrained } from './backlog.js';
import { untilConsuming } from './consuming.js';
import { untilWell } from './well.js';

/** How long after the end of a fault things went well again, in ms; missing when they did not within the time. */
export interface Recovery extends Backlog {
  /** Until then every program ran: what it took to mend things, beyond the time for which the fault was to last. */
  readonly mended?: number;
  /** Every replica answers an order of stock, and one without: it is taken, or refused for the want of stock. */
  readonly answers?: number;
  /** Every replica says that it is well, and not only fit for requests. */
  readonly well?: number;
  /** Every consumer has handled an event that came afterwards. */
  readonly consuming?: number;
}

/** @param onServed called when all is well but for the consumers */
export async function watchRecovery(system: System, load: Load, onServed: () => void): Promise<Recovery> {
  const consumed = untilConsuming(system);
  const [answers, backlog, well] = await Promise.all([untilAnswered(system, load), untilDrained(system), untilWell(system)]);
  onServed();
  return { answers, ...backlog, well, consuming: await consumed };
}
