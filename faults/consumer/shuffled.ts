import { setTimeout as delay } from 'node:timers/promises';
import type { Random } from '#libs/kernel';
import type { JetStream, JetStreamLink } from '#libs/messaging';
import type { Disorder } from './disorder.js';

type Client = JetStream['client'];
type Consumer = Awaited<ReturnType<Client['consumers']['get']>>;
type Messages = Awaited<ReturnType<Consumer['consume']>>;
type Message = Messages extends AsyncIterable<infer M> ? M : never;

const GROUP = 12;
const GROUP_MS = 60;

type Tell = (more: Disorder) => void;

/**
 * A link whose consumers get their deliveries out of order, and every third of them twice, as any broker may deliver.
 * @param tell is told of each that was given so
 */
export function shuffled(link: JetStreamLink, random: Random, tell: Tell): JetStreamLink {
  return replaced(link, 'current', (current: JetStream | undefined) => current && {
    ...current,
    client: replaced(current.client, 'consumers', (consumers: Client['consumers']) =>
      replaced(consumers, 'get', (get: Client['consumers']['get']) => async (...args: Parameters<typeof get>) => {
        const consumer = await get.apply(consumers, args);
        return replaced(consumer, 'consume', (consume: Consumer['consume']) => async (...options: Parameters<typeof consume>) =>
          disordered(await consume.apply(consumer, options), random, tell));
      })),
  });
}

/** An object with another member; everything else is its own. */
function replaced<T extends object, Name extends keyof T>(object: T, name: Name, change: (member: T[Name]) => unknown): T {
  return new Proxy(object, {
    get: (target, wanted) => {
      const member: unknown = Reflect.get(target, wanted, target);
      if (wanted === name) return change(member as T[Name]);
      return typeof member === 'function' ? (member.bind(target) as unknown) : member;
    },
  });
}

function disordered(messages: Messages, random: Random, tell: Tell): Messages {
  return new Proxy(messages, {
    get: (target, wanted) => {
      if (wanted === Symbol.asyncIterator) return () => disorder(target, random, tell);
      const member: unknown = Reflect.get(target, wanted, target);
      return typeof member === 'function' ? (member.bind(target) as unknown) : member;
    },
  });
}

async function* disorder(messages: Messages, random: Random, tell: Tell): AsyncGenerator<Message> {
  const iterator = messages[Symbol.asyncIterator]() as AsyncIterator<Message>;
  for (let next = iterator.next(), ended = false; !ended;) {
    const group: Message[] = [];
    for (const pause = delay(GROUP_MS); group.length < GROUP;) {
      const outcome = await Promise.race([next, pause]);
      if (!outcome) break;
      ended = outcome.done ?? false;
      if (ended) break;
      group.push(outcome.value as Message);
      next = iterator.next();
    }
    const copies = group.flatMap((message, index) => (index % 3 === 0 ? [message, message] : [message]));
    const drawn = copies.map((message) => ({ message, at: random.next() })).sort((a, b) => a.at - b.at);
    const given: number[] = [];
    for (const { message } of drawn) {
      tell({ outOfOrder: given.some((seq) => seq > message.seq) ? 1 : 0, twice: given.includes(message.seq) ? 1 : 0 });
      given.push(message.seq);
      yield message;
    }
  }
}
