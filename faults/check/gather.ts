import { jetStreamOf } from '../kinds/broker.js';
import { type History, readHistory } from '../load/history.js';
import type { System } from '../system/system.js';
import type { Evidence } from './evidence.js';
import { readDatabase } from './read-database.js';
import { readStreams } from './read-streams.js';

/** Closes the history and gathers everything that a verdict is made of. @throws Error when there can be no verdict */
export async function gatherEvidence(
  system: System,
  history: History,
  seen: Pick<Evidence, 'faults' | 'planned' | 'memory' | 'patience'>,
): Promise<Evidence> {
  await history.close();
  return {
    history: await readHistory(history.path),
    ...(await readDatabase(system.database)),
    ...(await readStreams(jetStreamOf(system))),
    ...seen,
    deaths: system.programs.flatMap(({ name, deaths }) => deaths.map((how) => `${name} ended by itself: ${how}`)),
    complaints: system.logs.complaints.map(({ program, line }) => `${program} said: ${line}`),
  };
}
