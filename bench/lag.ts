import { JetStreamLink, Tail, type TailedMessage } from '#libs/messaging';
import { sendLoad } from './load/load.js';
import { percentileOf } from './load/percentile.js';
import { POST_ORDER } from './scenarios/order-body.js';
import type { System } from './system/system.js';

/** How long after the commit of an order its event reaches a consumer. */
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
    const follower = await new Tail(link, { stream: 'orders', view: orderIdOf }).open();
    const arrivals = new Map<string, number>();
    const following = (async () => {
      for await (const orderId of follower) arrivals.set(orderId, performance.timeOrigin + performance.now());
    })();
    const load = { url: system.urls.service, requests: [POST_ORDER], connections: 64, rate };
    await sendLoad({ ...load, seconds: 2 });
    await system.settle();
    arrivals.clear();
    await sendLoad({ ...load, seconds });
    await system.settle();
    follower.stop();
    await following;
    const commits = await system.commitTimes([...arrivals.keys()]);
    if (commits.size < rate * seconds) throw new Error(`Of ${rate * seconds} orders, the events of ${commits.size} arrived.`);
    const lags = [...commits].map(([orderId, committedAt]) => (arrivals.get(orderId) ?? Number.NaN) - committedAt);
    return { ordersPerSecond: rate, events: lags.length, p50Ms: percentileOf(lags, 0.5), p99Ms: percentileOf(lags, 0.99) };
  } finally {
    await link.close();
  }
}

function orderIdOf({ body }: TailedMessage): string {
  return (JSON.parse(body) as { order_id: string }).order_id;
}

async function connected(link: JetStreamLink): Promise<void> {
  for (const deadline = Date.now() + 10_000; Date.now() < deadline; await new Promise((resolve) => setTimeout(resolve, 50))) {
    if (link.current) return;
  }
  throw new Error('no connection to nats-server within 10 s');
}
