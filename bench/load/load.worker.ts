/** The load generator: gets its options from the parent, answers with a result, ends. Node runs it as it is. */
import autocannon from 'autocannon';
import type { LoadOptions, LoadResult } from './load.ts';

process.once('message', (options) => {
  void send(options as LoadOptions).then((result) => process.send?.(result, () => process.disconnect()));
});

async function send({ url, requests, seconds, connections, amount, expects = [] }: LoadOptions): Promise<LoadResult> {
  const times: number[] = [];
  const statuses: Record<string, number> = {};
  const length = amount === undefined ? { duration: seconds } : { amount };
  const options = { url, connections, ...length, requests: requests.map((request) => ({ ...request })) };
  const started = performance.now();
  const result = await new Promise<autocannon.Result>((resolve, reject) => {
    const load = autocannon(options, (error: Error | null, total) => (error ? reject(error) : resolve(total)));
    // autocannon's own percentiles are whole milliseconds, longer than most answers take.
    load.on('response', (_client, status, _bytes, milliseconds) => {
      times.push(milliseconds);
      statuses[status] = (statuses[status] ?? 0) + 1;
    });
  });
  const ascending = Float64Array.from(times).sort();
  const expected = expects.reduce((sum, status) => sum + (statuses[status] ?? 0), 0);
  return {
    requests: result['2xx'] + expected,
    // autocannon looks at its clock once a second, too coarse for a load that ends by its amount.
    seconds: amount === undefined ? result.duration : (performance.now() - started) / 1000,
    statuses,
    p50Ms: percentile(ascending, 0.5),
    p99Ms: percentile(ascending, 0.99),
    errors: result.non2xx - expected + result.errors + result.timeouts,
  };
}

/** The time that `share` of the answers did not exceed (nearest rank). */
function percentile(ascending: Float64Array, share: number): number {
  return ascending[Math.ceil(ascending.length * share) - 1] ?? 0;
}
