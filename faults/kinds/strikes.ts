import type { Strike } from '#libs/testing';
import type { Link } from '../system/link.js';
import { type Fault, signOf } from './fault.js';
import { clientLinksOf, databaseLinksOf, linkOf, serverLinksOf } from './links.js';
import { until } from './until.js';

const LIMIT_MS = 10_000;

type StrikeOn = (link: Link) => Strike;

const isRequest: StrikeOn = () => (piece, direction) =>
  direction === 'there' && piece.includes('idempotency-key') ? 'half' : 'pass';
const isDone: StrikeOn = () => (piece, direction) =>
  direction === 'back' && /^HTTP\/1\.1 20[01]/.test(piece.toString('latin1', 0, 12)) ? 'reset' : 'pass';
const isAnything: StrikeOn = () => (_, direction) => (direction === 'there' ? 'half' : 'pass');
const isCommit: StrikeOn = ({ commits }) => (_, direction, connection) =>
  direction === 'back' && commits.areToldOver(connection) ? 'reset' : 'pass';

/** Connections that break at a certain point of a conversation. */
export const strikes: readonly Fault[] = [
  {
    name: 'reset-request',
    about: 'connections of clients are reset in the middle of a request',
    targets: clientLinksOf,
    inject: strike(isRequest, 5),
  },
  {
    name: 'reset-answer',
    about: 'connections of clients are reset after the commit and before its answer',
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
    about: 'connections to PostgreSQL are reset after the commit of an order or a change and before the service hears of it',
    targets: databaseLinksOf,
    inject: strike(isCommit, 6),
  },
];

/** Strikes until so many connections were reset, or for as long as anybody would wait. */
function strike(strikeOn: StrikeOn, times: number): Fault['inject'] {
  return async (scene) => {
    const link = await linkOf(scene);
    const look = strikeOn(link);
    const struck = new Set<object>();
    link.proxy.setStrike((piece, direction, connection) => {
      const verdict = struck.size < times && !struck.has(connection) ? look(piece, direction, connection) : 'pass';
      if (verdict !== 'pass') struck.add(connection);
      return verdict;
    });
    await until(() => struck.size === times, LIMIT_MS);
    link.proxy.setStrike();
    return signOf({ 'connections reset': struck.size });
  };
}
