import { setTimeout as delay } from 'node:timers/promises';
import type { Link } from '../system/link.js';
import { NotInjected, type Scene, type Topology } from './fault.js';

/** From the loss of a connection to the next one. */
const LIMIT_MS = 5_000;

export const clientLinksOf = ({ replicas }: Topology): string[] => replicas.map((name) => `client→${name}`);

export const databaseLinksOf = ({ replicas }: Topology): string[] => replicas.map((name) => `${name}→postgres`);

/** A program has one connection to the brokers, however many there are. */
export const serverLinksOf = ({ replicas }: Topology): string[] =>
  [...replicas, 'consumer'].flatMap((name) => [`${name}→postgres`, `${name}→nats`]);

/** Every link that leads to or from a replica, and those of the consumer. */
export const linksOf = (topology: Topology): string[] => [...clientLinksOf(topology), ...serverLinksOf(topology)];

/** The link of the target; of those to several brokers the one over which the program is connected. @throws NotInjected */
export async function linkOf({ system, target }: Pick<Scene, 'system' | 'target'>): Promise<Link> {
  const links = system.links.filter(({ name }) => name === target || name.startsWith(`${target}-`));
  if (links.length === 0) throw new Error(`no link is called ${target}`);
  for (const deadline = Date.now() + LIMIT_MS; Date.now() < deadline; await delay(20)) {
    const link = links.find(({ proxy }) => proxy.open > 0);
    if (link) return link;
  }
  throw new NotInjected(`nobody is connected over ${target}`);
}
