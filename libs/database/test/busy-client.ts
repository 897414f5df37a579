/**
 * A process whose pool is always busy with transactions, for server-death.spec.ts. It answers two questions by IPC:
 * `figures` gives its Figures, `use every slot` holds one transaction per pool slot open at once and then answers true.
 */
import { setTimeout as delay } from 'node:timers/promises';
import { openDatabase } from '#libs/database';

export interface Figures {
  committed: number;
  failed: number;
  /** Age of the oldest transaction that neither resolved nor rejected yet. */
  oldestPendingMs: number;
  uncaught: string[];
}

const SLOTS = 6;
const db = openDatabase({ url: process.argv[2], poolSize: SLOTS });
const uncaught: string[] = [];
const pending = new Set<number>();
let committed = 0;
let failed = 0;

process.on('uncaughtException', (error) => uncaught.push(String(error.stack)));

async function transferForEver(): Promise<void> {
  for (let n = 0; ; n++) {
    const started = performance.now() + Math.random() / 1000;
    pending.add(started);
    try {
      await db.transaction(async (tx) => {
        await tx`select pg_sleep(${Math.random() / 500})`;
        await delay(Math.random() * 4);
        await tx`select ${n}::int, ${'x'.repeat(n % 3 === 0 ? 2_000 : 10)}::text`;
      });
      committed++;
    } catch {
      failed++;
      await delay(5);
    } finally {
      pending.delete(started);
    }
  }
}

/** Each transaction waits inside until all slots have one, or until one of them failed. */
async function useEverySlot(): Promise<boolean> {
  let arrived = 0;
  const { promise: gate, resolve, reject } = Promise.withResolvers();
  const holdOne = () =>
    db.transaction(async (tx) => {
      await tx`select 1`;
      if (++arrived === SLOTS) resolve(true);
      await gate;
    });
  await Promise.all([gate, ...Array.from({ length: SLOTS }, () => holdOne().catch(reject))]);
  return true;
}

const figures = (): Figures => {
  const oldestPendingMs = pending.size === 0 ? 0 : performance.now() - Math.min(...pending);
  return { committed, failed, oldestPendingMs, uncaught };
};

process.on('message', ({ id, question }: { id: number; question: string }) => {
  const answering = question === 'figures' ? Promise.resolve(figures()) : useEverySlot().catch((error: Error) => error.message);
  void answering.then((answer) => process.send?.({ id, answer }));
});

process.on('disconnect', () => process.exit());

for (let i = 0; i < SLOTS * 2; i++) void transferForEver();
