/** The load generator: gets its options from the parent, answers with a result, ends. Node runs it as it is. */
import autocannon from 'autocannon';
import type { LoadOptions, LoadRequest, LoadResult } from './load.ts';

process.once('message', (options) => {
  void send(options as LoadOptions).then((result) => process.send?.(result, () => process.disconnect()));
});

async function send({ url, requests, seconds, connections, amount, rate, expects = [] }: LoadOptions): Promise<LoadResult> {
  const times: number[] = [];
  const statuses: Record<string, number> = {};
  const length = amount === undefined ? { duration: seconds } : { amount };
  let clients = 0;
  const setupClient = (client: autocannon.Client): void => client.setRequests(shareOf(requests, clients++, connections));
  const options = { url, connections, ...length, ...(rate !== undefined && { overallRate: rate }), setupClient };
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

/** Every n-th request for the n-th connection, so that two connections do not ask for the same at the same moment. */
function shareOf(requests: readonly LoadRequest[], index: number, connections: number): autocannon.Request[] {
  const share = requests.filter((_, number) => number % connections === index);
  return (share.length > 0 ? share : requests).map((request) => ({ ...request }));
}

/** The time that `share` of the answers did not exceed (nearest rank). */
function percentile(ascending: Float64Array, share: number): number {
  return ascending[Math.ceil(ascending.length * share) - 1] ?? 0;
}
