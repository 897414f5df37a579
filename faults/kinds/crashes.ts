import { setTimeout as delay } from 'node:timers/promises';
import type { System } from '../system/system.js';
import { type Fault, NotInjected, only, programOf, brokersOf, replicasOf } from './fault.js';
import { findRelayOwner } from './relay-owner.js';

/** Processes and sessions that die. The supervisor starts them again; the fault is over when they run. */
export const crashes: readonly Fault[] = [
  {
    name: 'kill-service',
    about: 'kill -9 of a replica under load',
    targets: replicasOf,
    inject: async (scene) => void (await programOf(scene).end()),
  },
  {
    name: 'kill-relay-owner',
    about: 'kill -9 of the replica that is publishing, while it holds a partition',
    targets: only('relay owner'),
    inject: async ({ system }) => void (await (await findRelayOwner(system)).replica.process.end()),
  },
  {
    name: 'stop-service',
    about: 'SIGTERM to a replica under load: it must end by itself, with exit code 0',
    targets: replicasOf,
    inject: async (scene) => {
      const program = programOf(scene);
      const how = await program.end('SIGTERM');
      if (how !== 'exit code 0') program.deaths.push(`stopped with ${how}`);
    },
  },
  {
    name: 'kill-consumer',
    about: 'kill -9 of the consumer',
    targets: only('consumer'),
    inject: async (scene) => void (await programOf(scene).end()),
  },
  {
    name: 'kill-postmaster',
    about: 'kill -9 of the postmaster, crash recovery at the next start',
    targets: only('postgres'),
    inject: async (scene) => void (await programOf(scene).end()),
  },
  {
    name: 'kill-backend',
    about: 'kill -9 of one backend at work: PostgreSQL ends all sessions and recovers',
    targets: only('postgres'),
    inject: async ({ system }) => {
      const [row] = await system.database.sql<{ pid: number }[]>`
        select pid from pg_stat_activity where application_name = 'pulse-orders' order by state = 'active' desc limit 1`;
      if (!row) throw new NotInjected('the service had no session');
      process.kill(row.pid, 'SIGKILL');
      await untilRecovered(system);
    },
  },
  {
    name: 'terminate-backends',
    about: 'pg_terminate_backend for every session of the service and the consumer',
    targets: only('postgres'),
    inject: async ({ system }) => {
      await system.database.sql`
        select pg_terminate_backend(pid) from pg_stat_activity where application_name in ('pulse-orders', 'faults-consumer')`;
    },
  },
  {
    name: 'kill-nats',
    about: 'kill -9 of a nats-server',
    targets: brokersOf,
    inject: async (scene) => void (await programOf(scene).end()),
  },
];

/** The postmaster ends every session, also those of the harness, and takes new ones when the log has been replayed. */
async function untilRecovered({ database }: System): Promise<void> {
  for (let answered = 0; answered < 2; await delay(100)) {
    answered = await database.ping(1_000).then(() => answered + 1, () => 0);
  }
}
