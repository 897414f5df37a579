import { setTimeout as delay } from 'node:timers/promises';
import { newId } from '#libs/kernel';
import { append } from '#libs/messaging';
import { jetStreamOf } from './broker.js';
import { type Fault, NotInjected, only } from './fault.js';

/** The subject of what is no event at all. No order and no product is called by it. */
export const GARBAGE_SUBJECT = 'orders.planted_garbage';
export const OVERSIZE_SUBJECT = 'orders.planted_oversize';

/** What clients, brokers and other programs send. */
export const traffic: readonly Fault[] = [
  {
    name: 'requests-twice',
    about: 'every request goes to both replicas at the same time, under one key',
    targets: only('client'),
    seconds: [6, 8],
    longSeconds: [20, 60],
    background: true,
    inject: async ({ load, seconds }) => {
      load.sendsTwice = true;
      await delay(seconds * 1_000);
      load.sendsTwice = false;
    },
  },
  {
    name: 'deliveries-shuffled',
    about: 'the consumer gets its deliveries out of order, and every third of them twice',
    targets: only('consumer'),
    seconds: [5, 6],
    longSeconds: [20, 60],
    background: true,
    inject: async ({ system: { consumer }, seconds, random }) => {
      consumer.shuffleBy(String(random.next()));
      await consumer.process.end('SIGTERM');
      await delay(seconds * 1_000);
      consumer.shuffleBy(undefined);
      await consumer.process.end('SIGTERM');
    },
  },
  {
    name: 'poison-event',
    about: 'an order whose events the consumer cannot handle, and a message that is no event',
    targets: only('stream orders'),
    inject: async ({ system, load }) => {
      const { status } = await load.ask(load.shop.draft({ poison: true }));
      await jetStreamOf(system).client.publish(GARBAGE_SUBJECT, 'no event', { msgID: newId() });
      if (status !== 201) throw new NotInjected(`the poisonous order got ${status}`);
    },
  },
  {
    name: 'oversize-event',
    about: 'an event in the outbox that is larger than the broker takes',
    targets: only('outbox'),
    inject: async ({ system }) => {
      const eventId = newId();
      const payload = JSON.stringify({ event_id: eventId, padding: 'x'.repeat(1_100_000) });
      const message = { eventId, key: newId(), subject: OVERSIZE_SUBJECT, headers: {}, payload };
      await system.database.transaction((tx) => append(tx, [message]));
    },
  },
];
