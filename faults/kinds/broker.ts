import { setTimeout as delay } from 'node:timers/promises';
import type { System } from '../system/system.js';
import { type Fault, NotInjected, only, signOf, timeSince } from './fault.js';

/** How often it is looked whether the stream is still full. */
const LOOK_EVERY_MS = 50;

export const broker: readonly Fault[] = [
  {
    name: 'nats-away',
    about: 'every nats-server is stopped for a while under load, a minute in long runs',
    targets: only('all of nats'),
    seconds: [4, 5],
    longSeconds: [60, 60],
    inject: async ({ system, seconds }) => {
      await Promise.all(system.brokers.map((server) => server.stop()));
      const began = performance.now();
      await delay(seconds * 1_000);
      const sign = `away for ${timeSince(began)}, ${await waitingIn(system)} events waited`;
      await Promise.all(system.brokers.map((server) => server.start()));
      return { sign };
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
      const resets = (): number => proxies.reduce((sum, { toll }) => sum + toll.reset, 0);
      proxies.forEach((proxy) => proxy.setWeather({ cut: true }));
      await delay(seconds * 1_000);
      const waiting = await waitingIn(system);
      const before = resets();
      proxies.forEach((proxy) => proxy.setWeather({}));
      for (let cut = 0; cut < 6; cut += 1) {
        await delay(random.between(50, 600));
        proxies.forEach((proxy) => proxy.resetAll());
      }
      return signOf({ 'events waited': waiting, 'connections reset': resets() - before });
    },
  },
  {
    name: 'nats-store-full',
    about: 'the stream of orders takes no byte more (`discard: new`), until it is made larger',
    targets: only('stream orders'),
    seconds: [1, 1.5],
    longSeconds: [5, 20],
    inject: async ({ system, seconds }) => {
      const { streams } = jetStreamOf(system).manager;
      const { config } = await streams.info('orders');
      try {
        for (const until = performance.now() + seconds * 1_000; performance.now() < until; await delay(LOOK_EVERY_MS)) {
          await keepFull(system, config.max_bytes);
        }
        return signOf({ 'events waited': await waitingIn(system) });
      } finally {
        await streams.update('orders', { ...config });
      }
    },
  },
];

/** A service that connects anew gives the stream the room back that its definition says. */
async function keepFull(system: System, roomy: number): Promise<void> {
  const { streams } = jetStreamOf(system).manager;
  const { config, state } = await streams.info('orders');
  if (config.max_bytes === roomy) await streams.update('orders', { ...config, max_bytes: Math.max(1, state.bytes) });
}

async function waitingIn({ database: { sql } }: System): Promise<number> {
  const [{ waiting }] = await sql<[{ waiting: number }]>`select count(*)::int as waiting from outbox`;
  return waiting;
}

export function jetStreamOf({ nats }: System) {
  if (!nats.current) throw new NotInjected('nats does not answer');
  return nats.current;
}
