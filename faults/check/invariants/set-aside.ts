import { consumerOf } from '../../consumer/note-effect-when-anything-happened.consumer.js';
import { OWN_CONSUMERS, ownConsumersOf } from '../../consumer/own-consumers.js';
import type { Effect, Evidence } from '../evidence.js';
import { groupBy } from '../invariant.js';
import { intentionsOf } from './asked.js';

/** The events of a poisonous order wait behind the first one of them; nothing else waits, and none of them has an effect. */
export function wronglyParked(evidence: Evidence): string[] {
  const poisonous = poisonousOrders(evidence);
  const isPoisoned = ({ consumer, key }: Pick<Effect, 'consumer' | 'key'>): boolean =>
    consumer === consumerOf('orders') && poisonous.has(key);
  const ours = evidence.parked.filter(({ consumer }) => !OWN_CONSUMERS.has(consumer));
  const healthy = ours.filter((event) => !isPoisoned(event));
  const harmless = evidence.effects.filter(isPoisoned);
  return [
    ...healthy.map(({ consumer, event_id: id, key }) => `${consumer} set aside ${id} of ${key}, which is not poisonous`),
    ...harmless.map(({ subject, key }) => `${subject} of ${key} had an effect, and is poisonous`),
    ...[...poisonous].flatMap((order) => {
      const dead = ours.filter((event) => event.dead && event.key === order).length;
      return dead === 1 ? [] : [`the poisonous order ${order} has ${dead} dead events`];
    }),
  ];
}

function poisonousOrders(evidence: Evidence): Set<string> {
  const keys = new Set(intentionsOf(evidence).filter(({ body }) => isPoison(body)).map(({ key }) => key));
  return new Set(evidence.orders.filter(({ key }) => key !== null && keys.has(key)).map(({ id }) => id));
}

function isPoison(body: unknown): boolean {
  return (body as { readonly metadata?: { readonly poison?: boolean } } | null)?.metadata?.poison === true;
}

/** Nothing that a run does is beyond the service's own consumers. */
export function setAsideByService({ parked }: Evidence): string[] {
  const theirs = parked.filter(({ consumer }) => OWN_CONSUMERS.has(consumer));
  return theirs.map(({ consumer, event_id: id }) => `${consumer} of the service set aside ${id}`);
}

/** One for each dead event, and one of each piece of garbage for everybody who follows the orders, among which it lies. */
export function wrongLetters({ parked, garbage, deadLetters }: Evidence): string[] {
  const followers = [consumerOf('orders'), ...ownConsumersOf('orders')];
  const wanted = [
    ...parked.filter(({ dead }) => dead).map(({ consumer, event_id: id }) => `${id} of ${consumer}`),
    ...followers.flatMap((consumer) => Array.from({ length: garbage }, () => `garbage of ${consumer}`)),
  ];
  const found = deadLetters.map(({ consumer, event_id: id = 'garbage' }) => `${id} of ${consumer}`);
  const [wantedCounts, foundCounts] = [countsOf(wanted), countsOf(found)];
  return [...new Set([...wanted, ...found])].flatMap((what) => {
    const [should, are] = [wantedCounts.get(what) ?? 0, foundCounts.get(what) ?? 0];
    return are === should ? [] : [`${are} dead letters, not ${should}, for ${what}`];
  });
}

function countsOf(texts: readonly string[]): Map<string, number> {
  return new Map([...groupBy(texts, (text) => text)].map(([text, same]) => [text, same.length]));
}
