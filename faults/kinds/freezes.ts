import { setTimeout as delay } from 'node:timers/promises';
import type { System } from '../system/system.js';
import { brokersOf, type Fault, only, programOf, replicasOf, timeSince } from './fault.js';
import { freezeInTheAct, type RelayOwner, signOfOwner } from './relay-owner.js';

const PAUSE: readonly [number, number] = [0.8, 1.2];
const LONG_PAUSE: readonly [number, number] = [2, 12];
/** Well beyond the lease of a relay (4 s), after which PostgreSQL ends the session of a frozen one. */
const TAKEOVER_LIMIT_MS = 30_000;

const freeze: Fault['inject'] = async (scene) => {
  const program = programOf(scene);
  await program.freeze();
  const began = performance.now();
  await delay(scene.seconds * 1_000);
  program.thaw();
  return { sign: `stood for ${timeSince(began)}` };
};

/** SIGSTOP and, after a while, SIGCONT: connections stay open and nothing answers, as when a virtual machine is moved. */
export const freezes: readonly Fault[] = [
  { name: 'freeze-service', about: 'SIGSTOP of a replica', targets: replicasOf, inject: freeze },
  { name: 'freeze-postgres', about: 'SIGSTOP of the postmaster and every backend', targets: only('postgres'), inject: freeze },
  { name: 'freeze-nats', about: 'SIGSTOP of a nats-server', targets: brokersOf, inject: freeze },
  { name: 'freeze-consumer', about: 'SIGSTOP of the consumer', targets: only('consumer'), inject: freeze },
].map((fault) => ({ ...fault, seconds: PAUSE, longSeconds: LONG_PAUSE }));

export const freezeRelayOwner: Fault = {
  name: 'freeze-relay-owner',
  about: 'SIGSTOP of the replica that is publishing, in the middle of its transaction, until another one goes on',
  targets: only('relay owner'),
  inject: async ({ system }) => {
    const owner = await freezeInTheAct(system);
    try {
      return { sign: signOfOwner(owner), takeover: await untilOthersPublish(system, owner) };
    } finally {
      owner.replica.process.thaw();
    }
  },
};

/** @returns ms until a row of the partitions that the frozen one holds was published; `null` when none was */
async function untilOthersPublish({ database }: System, { partitions }: RelayOwner): Promise<number | null> {
  const began = performance.now();
  let first: bigint | null = null;
  for (; performance.now() - began < TAKEOVER_LIMIT_MS; await delay(50)) {
    const [row] = await database.sql<[{ oldest: bigint | null }]>`
      select min(id) as oldest from outbox where partition = any(${partitions as number[]}::int[])`;
    first ??= row.oldest;
    if (first !== row.oldest) return Math.round(performance.now() - began);
  }
  return null;
}
