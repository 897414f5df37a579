import autocannon from 'autocannon';
import type { LoadOptions, LoadRequest, LoadResult } from './load.js';
import { percentileOf } from './percentile.js';

/** Sends as much as the connections carry: each sends its next request when the last one is answered. */
export async function sendFlatOut(options: LoadOptions): Promise<LoadResult> {
  const { url, requests, seconds, connections, amount, expects = [] } = options;
  const times: number[] = [];
  const statuses: Record<string, number> = {};
  const length = amount === undefined ? { duration: seconds } : { amount };
  let clients = 0;
  const setupClient = (client: autocannon.Client): void => client.setRequests(shareOf(requests, clients++, connections));
  const started = performance.now();
  const result = await new Promise<autocannon.Result>((resolve, reject) => {
    const load = autocannon({ url, connections, ...length, setupClient }, (error: Error | null, total) =>
      error ? reject(error) : resolve(total),
    );
    // autocannon's own percentiles are whole milliseconds, longer than most answers take.
    load.on('response', (_client, status, _bytes, milliseconds) => {
      times.push(milliseconds);
      statuses[status] = (statuses[status] ?? 0) + 1;
    });
  });
  const expected = expects.reduce((sum, status) => sum + (statuses[status] ?? 0), 0);
  return {
    requests: result['2xx'] + expected,
    // autocannon looks at its clock once a second, too coarse for a load that ends by its amount.
    seconds: amount === undefined ? result.duration : (performance.now() - started) / 1000,
    statuses,
    p50Ms: percentileOf(times, 0.5),
    p99Ms: percentileOf(times, 0.99),
    errors: result.non2xx - expected + result.errors + result.timeouts,
  };
}

/** Every n-th request for the n-th connection, so that two connections do not ask for the same at the same moment. */
function shareOf(requests: readonly LoadRequest[], index: number, connections: number): autocannon.Request[] {
  const share = requests.filter((_, number) => number % connections === index);
  return (share.length > 0 ? share : requests).map((request) => ({ ...request }));
}
