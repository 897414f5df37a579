import { setTimeout as delay } from 'node:timers/promises';
import { type Fault, timeSince, type Topology } from './fault.js';

const inCluster = (name: string) => ({ brokers }: Topology): string[] => (brokers.length > 1 ? [name] : []);

const killFor = (count: number): Fault['inject'] => async ({ system, seconds, random }) => {
  const drawn = system.brokers.map((server) => ({ server, at: random.next() })).sort((a, b) => a.at - b.at);
  const servers = drawn.slice(0, count).map(({ server }) => server);
  await Promise.all(servers.map((server) => server.stop('SIGKILL')));
  const began = performance.now();
  await delay(seconds * 1_000);
  const sign = `${servers.map(({ name }) => name).sort().join(', ')} down for ${timeSince(began)}`;
  await Promise.all(servers.map((server) => server.start()));
  return { sign };
};

/** What happens to a JetStream of three servers that keep three copies; two of them decide. Only with `--cluster`. */
export const cluster: readonly Fault[] = [
  { name: 'one-of-three-down', about: 'kill -9 of one nats-server, which stays away: the others go on', count: 1 },
  { name: 'two-of-three-down', about: 'kill -9 of two, which stay away: nothing can be published', count: 2 },
  { name: 'three-of-three-down', about: 'kill -9 of all three', count: 3 },
].map(({ name, about, count }) => ({
  name,
  about,
  option: '--cluster',
  targets: inCluster(`${count} of nats`),
  seconds: [2, 3],
  longSeconds: [5, 20],
  inject: killFor(count),
}));
