import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, it } from '@jest/globals';
import { spawnSample } from './sample-process.js';

interface Span {
  readonly name: string;
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId?: string;
  readonly kind: number;
  readonly attributes: readonly Attribute[];
}

interface Attribute {
  readonly key: string;
  readonly value: { stringValue?: string };
}

interface Export {
  readonly resourceSpans: readonly { resource: { attributes: Attribute[] }; scopeSpans: { spans: Span[] }[] }[];
}

/** A collector that takes OTLP over HTTP as JSON. */
async function openCollector() {
  const spans: Span[] = [];
  const resources: Attribute[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request
      .on('data', (chunk: Buffer) => chunks.push(chunk))
      .on('end', () => {
        const { resourceSpans } = JSON.parse(Buffer.concat(chunks).toString()) as Export;
        resources.push(...resourceSpans.flatMap(({ resource }) => resource.attributes));
        spans.push(...resourceSpans.flatMap(({ scopeSpans }) => scopeSpans.flatMap((scope) => scope.spans)));
        response.setHeader('content-type', 'application/json').end('{}');
      });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return { spans, resources, url: `http://127.0.0.1:${port}`, close: () => new Promise((resolve) => server.close(resolve)) };
}

const TRACE = '0af7651916cd43dd8448eb211c80319c';

const traced = { headers: { traceparent: `00-${TRACE}-b7ad6b7169203331-01` } };

describe('traces', () => {
  it('reach the collector with the route as name and the caller as parent, but not for probes', async () => {
    const collector = await openCollector();
    const environment = {
      OTEL_EXPORTER_OTLP_ENDPOINT: collector.url,
      OTEL_EXPORTER_OTLP_PROTOCOL: 'http/json',
      OTEL_TRACES_SAMPLER_ARG: '0',
    };
    const service = spawnSample(environment);
    const url = await service.listening();
    expect(await (await fetch(`${url}/things/42`, traced)).json()).toMatchObject({ trace_id: TRACE });
    await (await fetch(`${url}/health`, traced)).text();
    await (await fetch(`${url}/things`)).text();
    service.kill('SIGTERM');
    const { code, stdout } = await service.ended;
    await collector.close();

    expect(code).toBe(0);
    expect(collector.spans.map(({ name }) => name)).toEqual(['GET /things/:id']);
    const [span] = collector.spans;
    expect(span).toMatchObject({ traceId: TRACE, parentSpanId: 'b7ad6b7169203331', kind: 2 });
    expect(span?.attributes).toContainEqual({ key: 'http.route', value: { stringValue: '/things/:id' } });
    expect(collector.resources).toContainEqual({ key: 'service.name', value: { stringValue: 'sample' } });
    expect(stdout).toMatch(new RegExp(`"trace_id":"${TRACE}","span_id":"${span?.spanId}".*"msg":"GET /things/:id"`));
  });
});
