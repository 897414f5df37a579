import type { Replica } from '../system/replica.js';
import type { System } from '../system/system.js';
import { NotInjected } from './fault.js';

/** The first number of the relay's advisory locks; the second is the partition. See libs/messaging. */
const LOCK_SPACE = 0x70756c73;
const LIMIT_MS = 15_000;

export interface RelayOwner {
  readonly replica: Replica;
  readonly partitions: readonly number[];
}

/** The replica whose relay holds partitions at this moment. @throws NotInjected when none is found for a long time */
export async function findRelayOwner(system: System): Promise<RelayOwner> {
  for (const deadline = performance.now() + LIMIT_MS; performance.now() < deadline;) {
    const owner = await ownerNow(system);
    if (owner) return owner;
  }
  throw new NotInjected('no relay was seen at work');
}

export async function ownerNow({ database, replicas }: System): Promise<RelayOwner | undefined> {
  const holders = await database.sql<{ port: number; partitions: number[] }[]>`
    select client_port as port, array_agg(objid::int) as partitions from pg_locks join pg_stat_activity using (pid)
    where locktype = 'advisory' and classid = ${LOCK_SPACE}::int and granted and client_port is not null group by client_port`;
  for (const { port, partitions } of holders) {
    const replica = replicas.find(({ links }) => links.postgres.proxy.carries(port));
    if (replica) return { replica, partitions };
  }
  return undefined;
}
