import type { Replica } from '../system/replica.js';

/** A repeat of a request that got no answer comes later than this. */
const AT_ONCE_MS = 100;

/** Listens for requests that come to two replicas at the same time, under one key, until `stop`. @returns how many came */
export function listenForPairs(replicas: readonly Replica[]): { stop(): number } {
  const first = new Map<string, number>();
  let pairs = 0;
  const hear = (key: string): void => {
    const before = first.get(key);
    if (before === undefined) first.set(key, performance.now());
    else if (performance.now() - before < AT_ONCE_MS) pairs += 1;
  };
  const proxies = replicas.map(({ links }) => links.client.proxy);
  for (const proxy of proxies) {
    proxy.listen((piece, direction) => {
      const key = direction === 'there' ? /^idempotency-key: (.+)\r$/im.exec(piece.toString('latin1'))?.[1] : undefined;
      if (key !== undefined) hear(key);
    });
  }
  return {
    stop: () => {
      proxies.forEach((proxy) => proxy.listen());
      return pairs;
    },
  };
}
