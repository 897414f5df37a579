import { setTimeout as delay } from 'node:timers/promises';
import { type Fault, type Scene, signOf, type Topology } from './fault.js';

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
    inject: async (scene) => {
      const { postgres } = scene.system;
      // Without room for its log it has to end, and comes back when there is room again.
      postgres.mayDie = true;
      const complaints = await fillFor(scene);
      await postgres.isWhole();
      postgres.mayDie = false;
      return signOf({ 'times it said that there is no room': complaints });
    },
  },
  {
    name: 'nats-disk-full',
    about: 'the disk of nats-server is full for a while; then somebody makes room and starts it again',
    option: '--small-disks',
    targets: onDisk('nats-1'),
    ...LENGTH,
    inject: async (scene) => {
      const complaints = await fillFor(scene);
      // A stream of nats-server 2.15 that could not be written takes nothing until the server is started again.
      await scene.system.brokers[0]?.end('SIGTERM');
      return signOf({ 'times it said that there is no room': complaints });
    },
  },
];

/** Fills the disk of the target. @returns how often its server complained of it meanwhile */
async function fillFor({ system, target, seconds }: Scene): Promise<number> {
  const disk = system.disks.find(({ name }) => name === target);
  if (!disk) throw new Error(`no disk is called ${target}`);
  const complaints = system.logs.collect(target, /no space left on device/i);
  disk.fill();
  await delay(seconds * 1_000);
  disk.free();
  complaints.stop();
  return complaints.lines.length;
}
