import { setTimeout as delay } from 'node:timers/promises';
import type { System } from '../system/system.js';
import { LOOK_EVERY_MS, WATCHED_MS } from './looking.js';

/**
 * What one replica does no longer, such as publishing, another one may do for it: only what it says of itself tells.
 * @returns ms until every replica said that it is well; nothing when one of them did not
 */
export async function untilWell({ replicas }: System): Promise<number | undefined> {
  const began = performance.now();
  for (; performance.now() - began < WATCHED_MS; await delay(LOOK_EVERY_MS)) {
    const answers = await Promise.all(replicas.map(({ url }) => isWell(url)));
    if (answers.every(Boolean)) return Math.round(performance.now() - began);
  }
  return undefined;
}

async function isWell(url: string): Promise<boolean> {
  const answer = await fetch(new URL('/health/ready', url), { signal: AbortSignal.timeout(2_000) }).catch(() => undefined);
  const report = (await answer?.json().catch(() => undefined)) as { readonly status?: string } | undefined;
  return report?.status === 'ok';
}
