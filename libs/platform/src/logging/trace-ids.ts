import { trace } from '@opentelemetry/api';
import type { FastifyRequest } from 'fastify';

const TRACEPARENT = /^[0-9a-f]{2}-(?!0{32})([0-9a-f]{32})-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}$/;

/**
 * The id under which a request is found in traces and logs: that of the active span, else the caller's (W3C Trace Context,
 * section 3.2), else the request id, whose 32 hexadecimal digits make a trace id when it is a UUID.
 */
export function traceIdOf(request: FastifyRequest): string {
  const active = trace.getActiveSpan()?.spanContext().traceId;
  if (active !== undefined) return active;
  const header = request.headers.traceparent;
  const given = typeof header === 'string' ? TRACEPARENT.exec(header)?.[1] : undefined;
  return given ?? request.id.replaceAll('-', '');
}
