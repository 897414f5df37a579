import { setTimeout as delay } from 'node:timers/promises';
import { PRODUCTS } from '../load/shop.js';
import type { System } from '../system/system.js';
import { type Fault, NotInjected, only, signOf } from './fault.js';

const LOOK_EVERY_MS = 100;

/** The best-selling products. */
export const HELD_SKUS = PRODUCTS.slice(0, 2).map(({ sku }) => sku);

/** What other sessions of the same database do to the service. */
export const database: readonly Fault[] = [
  {
    name: 'hot-row-held',
    about: 'a session holds the stock rows of the best-selling products',
    targets: only('stock'),
    seconds: [2.2, 2.5],
    longSeconds: [3, 9],
    inject: async ({ system, seconds }) => {
      let most = 0;
      await system.database.transaction(async (tx) => {
        await tx`select from stock where sku = any(${HELD_SKUS}::text[]) order by sku for update`;
        for (const end = performance.now() + seconds * 1_000; performance.now() < end; await delay(LOOK_EVERY_MS)) {
          const waiting = await tx`select from pg_stat_activity where pg_backend_pid() = any(pg_blocking_pids(pid))`;
          most = Math.max(most, waiting.length);
        }
      });
      return signOf({ 'sessions waited at a time': most });
    },
  },
  {
    name: 'long-snapshot',
    about: 'a session keeps a snapshot open, so that no dead row can be cleaned up',
    targets: only('outbox'),
    seconds: [6, 8],
    longSeconds: [60, 120],
    background: true,
    inject: async ({ system, seconds }) => {
      const end = performance.now() + seconds * 1_000;
      const held: number[] = [];
      // Another fault may end the session. Then there is a new one, with a snapshot of its own.
      for (; performance.now() < end; await delay(LOOK_EVERY_MS)) held.push(await holdSnapshot(system, end));
      const sum = held.reduce((total, ms) => total + ms, 0) / 1_000;
      const sign = `held for ${sum.toFixed(1)} of ${seconds} s`;
      if (sum < seconds / 2) throw new NotInjected(sign);
      return { sign };
    },
  },
];

/** Keeps one snapshot open until then, if nothing ends its session before. @returns ms for which it was seen to be open */
async function holdSnapshot({ database: { transaction } }: System, end: number): Promise<number> {
  let held = 0;
  const hold = transaction(async (tx) => {
    await tx`select count(*) from outbox`;
    for (const began = performance.now(); performance.now() < end; await delay(LOOK_EVERY_MS)) {
      await tx`select`;
      held = performance.now() - began;
    }
  }, { isolation: 'repeatable read', readOnly: true });
  await hold.catch(() => undefined);
  return held;
}
