import { setTimeout as delay } from 'node:timers/promises';
import type { Strike, Weather } from '#libs/testing';
import { type Fault, NotInjected, type Scene, type Topology } from './fault.js';

const WHILE: readonly [number, number] = [0.8, 1.2];
const LONG_WHILE: readonly [number, number] = [2, 15];
const STRIKE_LIMIT_MS = 10_000;

/** Every link that leads to or from a replica. */
const linksOf = (topology: Topology): string[] => [...clientLinksOf(topology), ...serverLinksOf(topology)];

const clientLinksOf = ({ replicas }: Topology): string[] => replicas.map((name) => `client→${name}`);

const serverLinksOf = ({ replicas, brokers }: Topology): string[] =>
  [...replicas, 'consumer'].flatMap((name) => ['postgres', ...brokers].map((server) => `${name}→${server}`));

const databaseLinksOf = ({ replicas }: Topology): string[] => replicas.map((name) => `${name}→postgres`);

function proxyOf({ system, target }: Scene) {
  const link = system.links.find(({ name }) => name === target);
  if (!link) throw new Error(`no link is called ${target}`);
  return link.proxy;
}

const weather = (conditions: Weather): Fault['inject'] => async (scene) => {
  const proxy = proxyOf(scene);
  proxy.setWeather(conditions);
  await delay(scene.seconds * 1_000);
  proxy.setWeather({});
};

/** Strikes until so many connections were reset. */
const strike = (test: Strike, times: number): Fault['inject'] => async (scene) => {
  const proxy = proxyOf(scene);
  const before = proxy.resets;
  proxy.setStrike((piece, direction) => (proxy.resets - before < times ? test(piece, direction) : 'pass'));
  for (const deadline = Date.now() + STRIKE_LIMIT_MS; proxy.resets === before && Date.now() < deadline;) await delay(20);
  await delay(scene.seconds * 1_000);
  proxy.setStrike();
  if (proxy.resets === before) throw new NotInjected(`nothing to strike passed ${scene.target}`);
};

const isRequest: Strike = (piece, direction) => (direction === 'there' && piece.includes('idempotency-key') ? 'half' : 'pass');
const isDone: Strike = (piece, direction) => (direction === 'back' && /^HTTP\/1\.1 20[01]/.test(String(piece)) ? 'reset' : 'pass');
/** `CommandComplete` of a transaction, in PostgreSQL's protocol. */
const isCommit: Strike = (piece, direction) => (direction === 'back' && piece.includes('COMMIT\0') ? 'reset' : 'pass');
/** Of a group of orders that hold no stock, which is one statement: a row for each id, and the session is idle again. */
const isInsert: Strike = (piece, direction) =>
  direction === 'back' && /SELECT \d+\0Z\0\0\0\x05I$/.test(piece.toString('latin1')) ? 'reset' : 'pass';
const isAnything: Strike = (_, direction) => (direction === 'there' ? 'half' : 'pass');

export const links: readonly Fault[] = [
  {
    name: 'reset-request',
    about: 'the connection of a client is reset in the middle of its request',
    targets: clientLinksOf,
    inject: strike(isRequest, 5),
  },
  {
    name: 'reset-answer',
    about: 'the connection of a client is reset after the commit and before its answer',
    targets: clientLinksOf,
    inject: strike(isDone, 8),
  },
  {
    name: 'reset-statement',
    about: 'connections of a program to a server are reset in the middle of what it says',
    targets: serverLinksOf,
    inject: strike(isAnything, 3),
  },
  {
    name: 'reset-commit',
    about: 'the connection to PostgreSQL is reset after a commit and before the service hears of it',
    targets: databaseLinksOf,
    inject: strike((piece, direction) => (isCommit(piece, direction) === 'reset' ? 'reset' : isInsert(piece, direction)), 6),
  },
  onTheLine('answers-dropped', 'what comes back is lost, then the connections are reset', { swallows: 'back' }),
  onTheLine('requests-stalled', 'what goes there stands still, the other way is open', { stalls: 'there' }),
  onTheLine('answers-stalled', 'what comes back stands still, the other way is open', { stalls: 'back' }),
  onTheLine('latency', '200 ms ± 100 for every piece of data', { delayMs: { from: 100, to: 300 } }),
  onTheLine('slow-line', '16 KB per second', { bytesPerSecond: 16_384 }),
  onTheLine('cut-link', 'nobody gets through', { cut: true }),
];

function onTheLine(name: string, about: string, conditions: Weather): Fault {
  return { name, about, targets: linksOf, seconds: WHILE, longSeconds: LONG_WHILE, inject: weather(conditions) };
}
