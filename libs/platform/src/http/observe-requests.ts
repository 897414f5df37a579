import type { Logger } from 'pino';
import { Gauge, Histogram } from 'prom-client';
import { traceIdOf } from '../logging/trace-ids.js';
import type { FinishedRequest } from './request-flow.js';

const duration = new Histogram({
  name: 'http_request_duration_seconds',
  help: 'Time from the headers of a request to the last byte of its answer.',
  labelNames: ['method', 'route', 'status_code'] as const,
  buckets: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
});

const inFlight = new Gauge({ name: 'http_requests_in_flight', help: 'Requests in work now, without probes and open streams.' });

/** Shows the requests in work when the figures are asked for. With several applications in a process, those of the last one. */
export function showInFlight(read: () => number): void {
  Object.assign(inFlight, { collect: () => inFlight.set(read()) });
}

/** Times every request (0.4 µs). */
export function measureRequest({ request, reply, route, status }: FinishedRequest): void {
  duration.observe({ method: request.method, route: route.route, status_code: status }, reply.elapsedTime / 1_000);
}

/** Writes one line about each request, and of those that went well only the part `sample`. No path, body or header is in it. */
export function logRequests(log: Logger, sample: number): (finished: FinishedRequest) => void {
  return ({ request, reply, route, status, span }) => {
    if (!route.isLogged || (status < 400 && sample < 1 && Math.random() >= sample)) return;
    const level = status === 500 ? 'error' : status > 500 ? 'warn' : 'info';
    if (!log.isLevelEnabled(level)) return;
    log[level](
      {
        request_id: request.id,
        trace_id: span?.traceId ?? traceIdOf(request),
        span_id: span?.spanId,
        status,
        code: reply.problemCode || undefined,
        ms: Math.round(reply.elapsedTime * 100) / 100,
      },
      `${request.method} ${route.route}`,
    );
  };
}
