import type { FastifyInstance } from 'fastify';
import type { Logger } from 'pino';
import { Gauge, Histogram } from 'prom-client';

const duration = new Histogram({
  name: 'http_request_duration_seconds',
  help: 'Time from the first byte of a request to the last byte of its answer.',
  labelNames: ['method', 'route', 'status_code'] as const,
  buckets: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
});

const inFlight = new Gauge({ name: 'http_requests_in_flight', help: 'Requests being served now.' });

/** Probes and scrapes come every few seconds and say nothing. */
const SILENT = /^\/(?:health|metrics)/;

/** Counts, times and logs every request; bodies, queries and personal headers are never logged. */
export function observeRequests(fastify: FastifyInstance, log: Logger): { current: () => number } {
  let current = 0;
  fastify.addHook('onRequest', (request, reply, done) => {
    current += 1;
    inFlight.set(current);
    reply.raw.once('close', () => {
      current -= 1;
      inFlight.set(current);
    });
    void reply.header('x-request-id', request.id);
    done();
  });
  fastify.addHook('onResponse', (request, reply, done) => {
    const route = request.routeOptions.url ?? 'unmatched';
    const seconds = reply.elapsedTime / 1000;
    duration.observe({ method: request.method, route, status_code: reply.statusCode }, seconds);
    if (!SILENT.test(route)) {
      const level = reply.statusCode >= 500 ? 'warn' : 'debug';
      log[level]({ request_id: request.id, method: request.method, route, status: reply.statusCode, ms: Math.round(reply.elapsedTime * 10) / 10 }, 'request');
    }
    done();
  });
  return { current: () => current };
}
