import { JetStreamLink, Tail, type TailedMessage } from '#libs/messaging';
import { sendLoad } from './load/load.js';
import { POST_ORDER } from './scenarios/order-body.js';
import type { System } from './system/system.js';

/** How long after the decision to take an order its event reaches a consumer; the commit lies in between. */
export interface EventLag {
  readonly ordersPerSecond: number;
  readonly events: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
}

/** Follows the stream while orders are created at the given rate. Clocks do not matter: it is one machine. */
export async function measureLag(system: System, rate: number, seconds: number): Promise<EventLag> {
  const link = new JetStreamLink({ url: system.urls.nats, name: 'bench', streams: [], mode: 'verify' });
  link.open();
  try {
    await connected(link);
    const follower = await new Tail(link, { stream: 'orders', view: occurredAt }).open();
    const lags: number[] = [];
    const following = (async () => {
      for await (const at of follower) lags.push(Date.now() - at);
    })();
    const load = { url: system.urls.service, requests: [POST_ORDER], connections: 64, rate };
    await sendLoad({ ...load, seconds: 2 });
    await system.settle();
    lags.length = 0;
    await sendLoad({ ...load, seconds });
    await system.settle();
    follower.stop();
    await following;
    const ascending = lags.toSorted((a, b) => a - b);
    const at = (share: number): number => ascending[Math.ceil(ascending.length * share) - 1] ?? Number.NaN;
    return { ordersPerSecond: rate, events: lags.length, p50Ms: at(0.5), p99Ms: at(0.99) };
  } finally {
    await link.close();
  }
}

function occurredAt({ body }: TailedMessage): number {
  const { occurred_at: at } = JSON.parse(body) as { occurred_at: string };
  return Date.parse(at);
}

async function connected(link: JetStreamLink): Promise<void> {
  for (const deadline = Date.now() + 10_000; Date.now() < deadline; await new Promise((resolve) => setTimeout(resolve, 50))) {
    if (link.current) return;
  }
  throw new Error('no connection to nats-server within 10 s');
}
