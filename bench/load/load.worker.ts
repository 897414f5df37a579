/** The load generator: gets its options from the parent, answers with a result, ends. Node runs it as it is. */
import autocannon from 'autocannon';
import type { LoadOptions, LoadResult } from './load.ts';

process.once('message', (options) => {
  void send(options as LoadOptions).then((result) => process.send?.(result, () => process.disconnect()));
});

async function send({ url, requests, seconds, connections }: LoadOptions): Promise<LoadResult> {
  const result = await autocannon({ url, connections, duration: seconds, requests: requests.map((request) => ({ ...request })) });
  return {
    requests: result['2xx'],
    seconds: result.duration,
    p50Ms: result.latency.p50,
    p99Ms: result.latency.p99,
    errors: result.non2xx + result.errors + result.timeouts,
  };
}
