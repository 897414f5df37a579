import { setTimeout as delay } from 'node:timers/promises';
import type { Fault, Topology } from './fault.js';

const onDisk = (name: string) => ({ smallDisks }: Topology): string[] => (smallDisks ? [name] : []);

const LENGTH = { seconds: [3, 4], longSeconds: [5, 20] } as const;

/** Disks on which there is no byte left. Only with `--small-disks`. */
export const disks: readonly Fault[] = [
  {
    name: 'postgres-disk-full',
    about: 'the disk of PostgreSQL is full for a while',
    option: '--small-disks',
    targets: onDisk('postgres'),
    ...LENGTH,
    inject: async ({ system, seconds }) => {
      const disk = system.disks.find(({ name }) => name === 'postgres');
      // Without room for its log it has to end, and comes back when there is room again.
      system.postgres.mayDie = true;
      disk?.fill();
      await delay(seconds * 1_000);
      disk?.free();
      await system.postgres.isWhole();
      system.postgres.mayDie = false;
    },
  },
  {
    name: 'nats-disk-full',
    about: 'the disk of nats-server is full for a while; then somebody makes room and starts it again',
    option: '--small-disks',
    targets: onDisk('nats-1'),
    ...LENGTH,
    inject: async ({ system, seconds }) => {
      const disk = system.disks.find(({ name }) => name === 'nats-1');
      disk?.fill();
      await delay(seconds * 1_000);
      disk?.free();
      // A stream of nats-server 2.15 that could not be written takes nothing until the server is started again.
      await system.brokers[0]?.end('SIGTERM');
    },
  },
];
