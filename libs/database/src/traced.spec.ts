import { expect, test } from '@jest/globals';
import { trace } from '@opentelemetry/api';
import { NodeSDK } from '@opentelemetry/sdk-node';
import { register } from 'prom-client';
import { traced } from './traced.js';

const noLock = Object.assign(new Error('no lock'), { code: '55P03' });

type Configuration = NonNullable<ConstructorParameters<typeof NodeSDK>[0]>;
type SpanProcessor = NonNullable<Configuration['spanProcessors']>[number];
type FinishedSpan = Parameters<SpanProcessor['onEnd']>[0];

function startTracing() {
  const spans: FinishedSpan[] = [];
  const collector: SpanProcessor = {
    onStart: () => undefined,
    onEnd: (span) => void spans.push(span),
    forceFlush: async () => undefined,
    shutdown: async () => undefined,
  };
  const nothingElse = { metricReaders: [], logRecordProcessors: [], autoDetectResources: false };
  const sdk = new NodeSDK({ spanProcessors: [collector], ...nothingElse });
  sdk.start();
  return { spans, shutdown: () => sdk.shutdown() };
}

test('counts an operation under its name and how it ended, and passes result and error on', async () => {
  await expect(traced('insert note', async () => 7)).resolves.toBe(7);
  await expect(traced('insert note', () => Promise.reject(noLock))).rejects.toBe(noLock);

  const text = await register.getSingleMetricAsString('db_query_duration_seconds');
  expect(text).toContain('db_query_duration_seconds_count{query="insert note",result="ok"} 1');
  expect(text).toContain('db_query_duration_seconds_count{query="insert note",result="55P03"} 1');
});

test('inside a trace it is a client span by the semantic conventions; outside there is none', async () => {
  const { spans, shutdown } = startTracing();
  await traced('select nothing', async () => undefined);
  await trace.getTracer('test').startActiveSpan('request', async (request) => {
    await traced('select note', async () => undefined);
    await traced('update note', () => Promise.reject(noLock)).catch(() => undefined);
    request.end();
  });

  await shutdown();

  const [select, update, request] = spans;
  expect(spans).toHaveLength(3);
  expect(select?.name).toBe('select note');
  expect(select?.attributes).toEqual({ 'db.system.name': 'postgresql', 'db.query.summary': 'select note' });
  expect(select?.parentSpanContext?.spanId).toBe(request?.spanContext().spanId);
  expect(update?.attributes).toMatchObject({ 'db.response.status_code': '55P03', 'error.type': '55P03' });
});
