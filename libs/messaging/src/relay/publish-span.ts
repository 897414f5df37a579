import { propagation, ROOT_CONTEXT, SpanKind, trace } from '@opentelemetry/api';
import type { Outgoing } from '../jetstream/outgoing.js';

const tracer = trace.getTracer('pulse.messaging');

/** The last part of a sampled traceparent (W3C Trace Context, section 3.2.2.5). */
const SAMPLED = '-01';

/**
 * Writes down, in the trace of the request that caused each event, how long the event stood in the outbox until the stream
 * had it. Events of requests that nobody traces cost a look at a header.
 */
export function tracePublished(rows: readonly Outgoing[]): void {
  for (const { subject, headers, created_at: startTime } of rows) {
    if (headers['traceparent']?.endsWith(SAMPLED) !== true) continue;
    const attributes = {
      'messaging.system': 'nats',
      'messaging.operation.type': 'send',
      'messaging.destination.name': subject,
    };
    const parent = propagation.extract(ROOT_CONTEXT, headers);
    tracer.startSpan(`publish ${subject}`, { kind: SpanKind.PRODUCER, startTime, attributes }, parent).end();
  }
}
