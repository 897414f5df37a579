import { setTimeout as delay } from 'node:timers/promises';
import { newId } from '#libs/kernel';
import { append } from '#libs/messaging';
import { disorderIn } from '../consumer/disorder.js';
import { listenForPairs } from './arrivals.js';
import { jetStreamOf } from './broker.js';
import { type Fault, NotInjected, only, signOf } from './fault.js';
import { until } from './until.js';

/** The subject of what is no event at all. No order and no product is called by it. */
export const GARBAGE_SUBJECT = 'orders.planted_garbage';
export const OVERSIZE_SUBJECT = 'orders.planted_oversize';

/** Other faults may stop all traffic for so long. */
const QUIET_LIMIT_MS = 10_000;

/** What clients, brokers and other programs send. */
export const traffic: readonly Fault[] = [
  {
    name: 'requests-twice',
    about: 'every request goes to both replicas at the same time, under one key',
    targets: only('client'),
    seconds: [6, 8],
    longSeconds: [20, 60],
    background: true,
    inject: async ({ system: { replicas }, load, seconds }) => {
      const pairs = listenForPairs(replicas);
      load.sendsTwice = true;
      await delay(seconds * 1_000);
      load.sendsTwice = false;
      return signOf({ 'requests came to both': pairs.stop() });
    },
  },
  {
    name: 'deliveries-shuffled',
    about: 'the consumer gets its deliveries out of order, and every third of them twice',
    targets: only('consumer'),
    seconds: [5, 6],
    longSeconds: [20, 60],
    background: true,
    inject: async ({ system: { consumer, logs }, seconds, random }) => {
      const told = logs.collect('consumer', /^out of order/);
      const isEnough = (): boolean => !Object.values(disorderIn(told.lines)).includes(0);
      consumer.shuffleBy(String(random.next()));
      await consumer.process.terminate();
      await delay(seconds * 1_000);
      await until(isEnough, QUIET_LIMIT_MS);
      consumer.shuffleBy(undefined);
      await consumer.process.terminate();
      told.stop();
      const { outOfOrder, twice } = disorderIn(told.lines);
      return signOf({ 'deliveries out of order': outOfOrder, twice });
    },
  },
  {
    name: 'poison-event',
    about: 'an order whose events the consumer cannot handle, and a message that is no event',
    targets: only('stream orders'),
    inject: async ({ system, load }) => {
      const { status } = await load.ask(load.shop.draft({ poison: true }));
      const { seq } = await jetStreamOf(system).client.publish(GARBAGE_SUBJECT, 'no event', { msgID: newId() });
      if (status !== 201) throw new NotInjected(`the poisonous order got ${status}`);
      return { sign: `the order got 201, the other is message ${seq} of its stream` };
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
      return { sign: `${payload.length} bytes in the outbox` };
    },
  },
];
