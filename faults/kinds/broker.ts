import { setTimeout as delay } from 'node:timers/promises';
import type { System } from '../system/system.js';
import { type Fault, NotInjected, only } from './fault.js';

export const broker: readonly Fault[] = [
  {
    name: 'nats-away',
    about: 'every nats-server is stopped for a while under load, a minute in long runs',
    targets: only('all of nats'),
    seconds: [4, 5],
    longSeconds: [60, 60],
    inject: async ({ system, seconds }) => {
      await Promise.all(system.brokers.map((server) => server.stop()));
      await delay(seconds * 1_000);
      await Promise.all(system.brokers.map((server) => server.start()));
    },
  },
  {
    name: 'cut-with-backlog',
    about: 'the outbox fills while nats is away; then the links to it are cut again and again while it drains',
    targets: only('all links to nats'),
    seconds: [1, 1.5],
    longSeconds: [5, 10],
    inject: async ({ system, seconds, random }) => {
      const proxies = system.replicas.flatMap(({ links }) => links.nats.map(({ proxy }) => proxy));
      proxies.forEach((proxy) => proxy.setWeather({ cut: true }));
      await delay(seconds * 1_000);
      proxies.forEach((proxy) => proxy.setWeather({}));
      for (let cut = 0; cut < 6; cut += 1) {
        await delay(random.between(50, 600));
        proxies.forEach((proxy) => proxy.resetAll());
      }
    },
  },
  {
    name: 'nats-store-full',
    about: 'the stream of orders takes no byte more (`discard: new`), until it is made larger',
    targets: only('stream orders'),
    seconds: [1, 1.5],
    longSeconds: [5, 20],
    inject: async ({ system, seconds }) => {
      const { manager } = jetStreamOf(system);
      const { config, state } = await manager.streams.info('orders');
      await manager.streams.update('orders', { ...config, max_bytes: Math.max(1, state.bytes) });
      await delay(seconds * 1_000);
      await manager.streams.update('orders', { ...config });
    },
  },
];

export function jetStreamOf({ nats }: System) {
  if (!nats.current) throw new NotInjected('nats does not answer');
  return nats.current;
}
