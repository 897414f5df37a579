import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { expect, it } from '@jest/globals';
import { eventually, openCollector, world } from '#libs/testing';

/** Tracing patches Node's http before anything uses it, so it needs a process of its own. */
const LOADER = new URL('../../../libs/testing/load-ts.mjs', import.meta.url).href;
const TRACE = '0af7651916cd43dd8448eb211c80319c';

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
  const args = ['--conditions=source', '--import', LOADER, 'services/orders/src/main.ts'];
  const service = spawn(process.execPath, args, { env: environment, stdio: ['ignore', 'pipe', 'inherit'] });
  try {
    const url = await listening(service.stdout);
    const answer = await fetch(`${url}/orders`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', traceparent: `00-${TRACE}-b7ad6b7169203331-01` },
      body: JSON.stringify({
        customer_id: '550e8400-e29b-41d4-a716-446655440000',
        items: [{ sku: 'WIDGET-001', qty: 2, price: 19.99 }],
      }),
    });
    expect(answer.status).toBe(201);
    const names = () => collector.spans.filter(({ traceId }) => traceId === TRACE).map(({ name }) => name);
    const wanted = ['POST /orders', 'insert orders', 'publish orders.order_created', 'process orders.order_created'];
    await eventually(() => expect(names()).toEqual(expect.arrayContaining(wanted)), { within: 15_000 });
  } finally {
    service.kill();
    await once(service, 'exit');
    await collector.close();
    await close();
  }
});

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
