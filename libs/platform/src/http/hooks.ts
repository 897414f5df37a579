import type { FastifyInstance } from 'fastify';
import { DomainError } from '#libs/kernel';
import { recordRoutes, unmatched, type RouteTable } from './method-not-allowed.js';
import { sendProblem } from '../problems/problem.filter.js';

/** Headers that make a JSON API safe to open in a browser. */
const SAFE_HEADERS = { 'x-content-type-options': 'nosniff', 'referrer-policy': 'no-referrer', 'x-frame-options': 'DENY' };

/** Answers OPTIONS, and sets headers that keep browsers from misreading an answer. @returns the routes, for 404 and 405 */
export function registerHttpHooks(fastify: FastifyInstance): RouteTable {
  const routes = recordRoutes(fastify);
  fastify.addHook('onRequest', (request, reply, done) => {
    void reply.headers(SAFE_HEADERS);
    const isPreflight = request.headers['access-control-request-method'] !== undefined;
    if (request.method !== 'OPTIONS' || isPreflight) {
      done();
      return;
    }
    const allowed = routes.allowed(request.url);
    if (allowed.length === 0) sendProblem(unmatched(allowed), request, reply);
    else void reply.code(204).header('allow', allowed.join(', ')).send();
  });
  return routes;
}

/** Refuses work beyond `limit` requests at a time, so that a rush makes some wait outside instead of all of them inside. */
export function limitConcurrency(fastify: FastifyInstance, current: () => number, limit: number): void {
  fastify.addHook('onRequest', (request, reply, done) => {
    if (current() <= limit || request.url.startsWith('/health')) done();
    else sendProblem(new DomainError('busy', 'Too many requests are being served. Come back in a moment.'), request, reply);
  });
}
