import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { expect, it } from '@jest/globals';
import { eventually, openCollector, world } from '#libs/testing';
import { builtProgram } from './built-program.js';

/** Requests that come together share a commit, but not a trace. */
const TRACES = Array.from({ length: 12 }, (_, index) => `0af7651916cd43dd8448eb211c8031${(index + 16).toString(16)}`);

it('one trace leads from the request through SQL and the relay into the consumer', async () => {
  const { databaseUrl, natsUrl, close } = await world();
  const collector = await openCollector();
  const environment = {
    ...process.env,
    PORT: '0',
    DATABASE_URL: databaseUrl,
    NATS_URL: natsUrl,
    LOG_FORMAT: 'json',
    OTEL_EXPORTER_OTLP_ENDPOINT: collector.url,
    OTEL_EXPORTER_OTLP_PROTOCOL: 'http/json',
    OTEL_BSP_SCHEDULE_DELAY: '100',
  };
  // Tracing patches Node's http before anything uses it, so it needs a process of its own.
  const service = spawn(process.execPath, [builtProgram('main.js')], { env: environment, stdio: ['ignore', 'pipe', 'inherit'] });
  try {
    const url = await listening(service.stdout);
    const answers = await Promise.all(TRACES.map((trace) => postOrder(url, trace)));
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
    service.kill();
    await once(service, 'exit');
    await collector.close();
    await close();
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

/** The address that the service logs when it is ready to be called. */
function listening(stdout: NodeJS.ReadableStream): Promise<string> {
  return new Promise((resolve) => {
    let text = '';
    stdout.on('data', (chunk) => {
      text += String(chunk);
      const url = /"url":"([^"]+)"/.exec(text)?.[1];
      if (url !== undefined) resolve(url);
    });
  });
}
