import { setTimeout as delay } from 'node:timers/promises';

/** Waits until it holds, for so long at most. @returns whether it came to that */
export async function until(holds: () => boolean, limitMs: number): Promise<boolean> {
  for (const deadline = performance.now() + limitMs; !holds() && performance.now() < deadline;) await delay(20);
  return holds();
}
