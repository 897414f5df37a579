import { describe, expect, it } from '@jest/globals';
import { openCollector } from '#libs/testing';
import { spawnSample } from './sample-process.js';

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
