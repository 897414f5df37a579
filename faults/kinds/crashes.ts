import { setTimeout as delay } from 'node:timers/promises';
import type { System } from '../system/system.js';
import { brokersOf, type Fault, NotInjected, only, programOf, replicasOf, signOf, timeSince } from './fault.js';
import { freezeInTheAct, signOfOwner } from './relay-owner.js';
import { until } from './until.js';

/** From the death of a backend until the postmaster says that it ends all others. */
const NOTICE_LIMIT_MS = 5_000;
const RECOVERY_LIMIT_MS = 60_000;

const kill: Fault['inject'] = async (scene) => {
  const began = performance.now();
  const how = await programOf(scene).end();
  if (how !== 'SIGKILL') throw new NotInjected(`it ended by ${how}`);
  return { sign: `SIGKILL, ready again after ${timeSince(began)}` };
};

/** Processes and sessions that die. The supervisor starts them again; the fault is over when they run. */
export const crashes: readonly Fault[] = [
  { name: 'kill-service', about: 'kill -9 of a replica under load', targets: replicasOf, inject: kill },
  {
    name: 'kill-relay-owner',
    about: 'kill -9 of the replica that is publishing, while it holds a partition',
    targets: only('relay owner'),
    inject: async ({ system }) => {
      const owner = await freezeInTheAct(system);
      await owner.replica.process.end();
      return { sign: signOfOwner(owner) };
    },
  },
  {
    name: 'stop-service',
    about: 'SIGTERM to a replica under load: it must end by itself, with exit code 0',
    targets: replicasOf,
    inject: async (scene) => ({ sign: `ended with ${await programOf(scene).terminate()}` }),
  },
  { name: 'kill-consumer', about: 'kill -9 of the consumer', targets: only('consumer'), inject: kill },
  {
    name: 'kill-postmaster',
    about: 'kill -9 of the postmaster, crash recovery at the next start',
    targets: only('postgres'),
    inject: kill,
  },
  {
    name: 'kill-backend',
    about: 'kill -9 of one backend at work: PostgreSQL ends all sessions and recovers',
    targets: only('postgres'),
    inject: async ({ system }) => {
      const [row] = await system.database.sql<{ pid: number }[]>`
        select pid from pg_stat_activity where application_name = 'pulse-orders' order by state = 'active' desc limit 1`;
      if (!row) throw new NotInjected('the service had no session');
      const notices = system.logs.collect('postgres', /terminating any other active server processes/);
      const began = performance.now();
      process.kill(row.pid, 'SIGKILL');
      await until(() => notices.lines.length > 0, NOTICE_LIMIT_MS);
      notices.stop();
      if (notices.lines.length === 0) throw new NotInjected('PostgreSQL did not end the other sessions');
      await untilRecovered(system);
      return { sign: `all sessions were ended, PostgreSQL was back after ${timeSince(began)}` };
    },
  },
  {
    name: 'terminate-backends',
    about: 'pg_terminate_backend for every session of the service and the consumer',
    targets: only('postgres'),
    inject: async ({ system }) => {
      const ended = await system.database.sql`
        select from pg_stat_activity
        where application_name in ('pulse-orders', 'faults-consumer') and pg_terminate_backend(pid)`;
      return signOf({ 'sessions ended': ended.length });
    },
  },
  { name: 'kill-nats', about: 'kill -9 of a nats-server', targets: brokersOf, inject: kill },
];

/** The postmaster ends every session, also those of the harness, and takes new ones when the log has been replayed. */
async function untilRecovered({ database }: System): Promise<void> {
  const deadline = performance.now() + RECOVERY_LIMIT_MS;
  for (let answered = 0; answered < 2; await delay(100)) {
    answered = await database.ping(1_000).then(() => answered + 1, () => 0);
    if (performance.now() > deadline) throw new Error(`PostgreSQL did not recover within ${RECOVERY_LIMIT_MS / 1_000} s`);
  }
}
