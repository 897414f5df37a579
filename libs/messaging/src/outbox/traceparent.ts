import { trace } from '@opentelemetry/api';

/** The W3C Trace Context of the active span, for an event's header; nothing when nobody traces. */
export function activeTraceparent(): string | undefined {
  const span = trace.getActiveSpan()?.spanContext();
  if (span === undefined) return undefined;
  return `00-${span.traceId}-${span.spanId}-${span.traceFlags.toString(16).padStart(2, '0')}`;
}
