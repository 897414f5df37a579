import { eventually } from '#libs/testing';
import type { System } from '../../system/system.js';

/** Beyond the 5 s that a relay may take to go on in another one's place. */
const DRAIN_LIMIT_MS = 8_000;

/** Resolves with the sessions of the service and the consumer that wait for a lock, once there are so many. */
export async function sessionsThatWait({ database: { sql } }: System, count: number): Promise<number[]> {
  let sessions: number[] = [];
  await eventually(async () => {
    const rows = await sql<{ pid: number }[]>`
      select pid from pg_stat_activity
      where application_name in ('pulse-orders', 'faults-consumer') and wait_event_type = 'Lock'`;
    sessions = rows.map(({ pid }) => pid);
    return sessions.length >= count;
  }, { within: 8_000 });
  return sessions;
}

/** Resolves once a relay has sent an event of this subject to the broker, which need not have taken it. */
export function sentToBroker({ replicas }: System, subject: string): Promise<void> {
  return new Promise((resolve) => {
    for (const { proxy } of replicas.flatMap(({ links }) => links.nats)) {
      proxy.setStrike((piece, direction) => {
        if (direction === 'there' && piece.includes(subject)) resolve();
        return 'pass';
      });
    }
  });
}

/** Resolves when the outbox is empty, with the ms that it took; with `null` when that did not happen in time. */
export async function drained({ database: { sql } }: System): Promise<number | null> {
  const began = performance.now();
  const isEmpty = async (): Promise<boolean> => (await sql`select from outbox limit 1`).length === 0;
  const inTime = await eventually(isEmpty, { within: DRAIN_LIMIT_MS }).catch(() => false);
  return inTime ? Math.round(performance.now() - began) : null;
}

/** How often the relays of all replicas could not publish something. */
export async function publishFailures({ replicas }: System): Promise<number> {
  const counts = await Promise.all(replicas.map(async ({ url }) => {
    const metrics = await (await fetch(`${url}/metrics`)).text();
    return Number(/^outbox_publish_total\{result="failed"\} (\d+)$/m.exec(metrics)?.[1] ?? 0);
  }));
  return counts.reduce((sum, count) => sum + count, 0);
}
