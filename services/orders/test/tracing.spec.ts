import { expect, it } from '@jest/globals';
import { eventually, openCollector, world } from '#libs/testing';
import { spawnReplica } from './replica-process.js';

/** Requests that come together share a commit, but not a trace. */
const TRACES = Array.from({ length: 12 }, (_, index) => `0af7651916cd43dd8448eb211c8031${(index + 16).toString(16)}`);

it('one trace leads from the request through SQL and the relay into the consumer', async () => {
  const own = await world();
  const collector = await openCollector();
  // Tracing patches Node's http before anything uses it, so it needs a process of its own.
  const service = await spawnReplica({ world: own }, {
    environment: {
      OTEL_EXPORTER_OTLP_ENDPOINT: collector.url,
      OTEL_EXPORTER_OTLP_PROTOCOL: 'http/json',
      OTEL_BSP_SCHEDULE_DELAY: '100',
    },
  });
  try {
    const answers = await Promise.all(TRACES.map((trace) => postOrder(service.url, trace)));
    expect(answers.map(({ status }) => status)).toEqual(TRACES.map(() => 201));
    const namesOf = (trace: string) => collector.spans.filter(({ traceId }) => traceId === trace).map(({ name }) => name);
    const ofEach = ['POST /orders', 'publish orders.order_created'];
    await eventually(
      () => {
        for (const trace of TRACES) expect(namesOf(trace)).toEqual(expect.arrayContaining(ofEach));
        expect(TRACES.flatMap(namesOf)).toEqual(expect.arrayContaining(['insert orders', 'process orders.order_created']));
      },
      { within: 15_000 },
    );
  } finally {
    service.end();
    await service.ended;
    await collector.close();
    await own.close();
  }
});

function postOrder(url: string, trace: string): Promise<Response> {
  return fetch(`${url}/orders`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', traceparent: `00-${trace}-b7ad6b7169203331-01` },
    body: JSON.stringify({
      customer_id: '550e8400-e29b-41d4-a716-446655440000',
      items: [{ sku: 'WIDGET-001', qty: 2, price: 19.99 }],
    }),
  });
}
