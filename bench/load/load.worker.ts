/** The load generator: gets its options from the parent, answers with a result, ends. Node runs it as it is. */
import autocannon from 'autocannon';
import type { LoadOptions, LoadResult } from './load.ts';

process.once('message', (options) => {
  void send(options as LoadOptions).then((result) => process.send?.(result, () => process.disconnect()));
});

async function send({ url, requests, seconds, connections }: LoadOptions): Promise<LoadResult> {
  const times: number[] = [];
  const options = { url, connections, duration: seconds, requests: requests.map((request) => ({ ...request })) };
  const result = await new Promise<autocannon.Result>((resolve, reject) => {
    const load = autocannon(options, (error: Error | null, total) => (error ? reject(error) : resolve(total)));
    // autocannon's own percentiles are whole milliseconds, longer than most answers take.
    load.on('response', (_client, _status, _bytes, milliseconds) => times.push(milliseconds));
  });
  const ascending = Float64Array.from(times).sort();
  return {
    requests: result['2xx'],
    seconds: result.duration,
    p50Ms: percentile(ascending, 0.5),
    p99Ms: percentile(ascending, 0.99),
    errors: result.non2xx + result.errors + result.timeouts,
  };
}

/** The time that `share` of the answers did not exceed (nearest rank). */
function percentile(ascending: Float64Array, share: number): number {
  return ascending[Math.ceil(ascending.length * share) - 1] ?? 0;
}
