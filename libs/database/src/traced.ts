import { SpanKind, SpanStatusCode, trace, type Attributes } from '@opentelemetry/api';
import { sqlState } from './errors.js';
import { queryDuration } from './metrics.js';

const tracer = trace.getTracer('pulse.database');

/**
 * Times one database operation under a fixed name of low cardinality ('insert orders'), as a metric and,
 * inside a recording trace, as a client span by the OpenTelemetry semantic conventions for PostgreSQL.
 * Without a trace it costs a timer and one look at the current context. Never put values into the name.
 */
export async function traced<T>(name: string, operation: () => PromiseLike<T>): Promise<T> {
  const started = performance.now();
  try {
    const result = await (trace.getActiveSpan()?.isRecording() ? inSpan(name, operation) : operation());
    queryDuration.observe({ query: name, result: 'ok' }, (performance.now() - started) / 1000);
    return result;
  } catch (error) {
    queryDuration.observe({ query: name, result: sqlState(error) ?? 'error' }, (performance.now() - started) / 1000);
    throw error;
  }
}

function inSpan<T>(name: string, operation: () => PromiseLike<T>): Promise<T> {
  const attributes: Attributes = { 'db.system.name': 'postgresql', 'db.query.summary': name };
  return tracer.startActiveSpan(name, { kind: SpanKind.CLIENT, attributes }, async (span) => {
    try {
      return await operation();
    } catch (error) {
      const state = sqlState(error);
      if (state !== undefined) span.setAttribute('db.response.status_code', state);
      span.setAttribute('error.type', state ?? (error instanceof Error ? error.name : 'unknown'));
      span.setStatus({ code: SpanStatusCode.ERROR });
      throw error;
    } finally {
      span.end();
    }
  });
}
