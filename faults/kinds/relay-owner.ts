import { setTimeout as delay } from 'node:timers/promises';
import type { Replica } from '../system/replica.js';
import type { System } from '../system/system.js';
import { NotInjected } from './fault.js';

/** The first number of the relay's advisory locks; the second is the partition. See libs/messaging. */
const LOCK_SPACE = 0x70756c73;
const LIMIT_MS = 15_000;
const TRIES = 40;

export interface RelayOwner {
  readonly replica: Replica;
  readonly partitions: readonly number[];
}

/**
 * Stops a replica (SIGSTOP) while its relay holds partitions. A pass takes milliseconds: it may be over when the signal
 * arrives, and then there is another try. @throws NotInjected when there were too many
 */
export async function freezeInTheAct(system: System): Promise<RelayOwner> {
  for (let attempt = 0; attempt < TRIES; attempt += 1) {
    const { replica } = await findRelayOwner(system);
    await replica.process.freeze();
    // PostgreSQL may still be at the commit that was sent before.
    await delay(100);
    const owner = await ownerNow(system);
    if (owner?.replica === replica) return owner;
    replica.process.thaw();
  }
  throw new NotInjected('no relay could be frozen while it held a partition');
}

/** The partitions that it held, as a sign. */
export function signOfOwner({ replica, partitions }: RelayOwner): string {
  return `${replica.name} held ${partitions.length === 1 ? 'partition' : 'partitions'} ${[...partitions].sort().join(', ')}`;
}

/** The replica whose relay holds partitions at this moment. @throws NotInjected when none is found for a long time */
export async function findRelayOwner(system: System): Promise<RelayOwner> {
  for (const deadline = performance.now() + LIMIT_MS; performance.now() < deadline;) {
    const owner = await ownerNow(system);
    if (owner) return owner;
  }
  throw new NotInjected('no relay was seen at work');
}

async function ownerNow({ database, replicas }: System): Promise<RelayOwner | undefined> {
  const holders = await database.sql<{ port: number; partitions: number[] }[]>`
    select client_port as port, array_agg(objid::int) as partitions from pg_locks join pg_stat_activity using (pid)
    where locktype = 'advisory' and classid = ${LOCK_SPACE}::int and granted and client_port is not null group by client_port`;
  for (const { port, partitions } of holders) {
    const replica = replicas.find(({ links }) => links.postgres.proxy.carries(port));
    if (replica) return { replica, partitions };
  }
  return undefined;
}
