import type { FastifyInstance } from 'fastify';
import { DomainError } from '#libs/kernel';
import { recordRoutes, unmatched } from './method-not-allowed.js';
import { sendProblem } from '../problems/problem.filter.js';

/** Headers that make a JSON API safe to open in a browser. */
const SAFE_HEADERS = { 'x-content-type-options': 'nosniff', 'referrer-policy': 'no-referrer', 'x-frame-options': 'DENY' };

/** OPTIONS, 405 and 404 in our own form, and answers that no browser misreads. */
export function registerHttpHooks(fastify: FastifyInstance): void {
  const routes = recordRoutes(fastify);
  fastify.addHook('onRequest', (request, reply, done) => {
    void reply.headers(SAFE_HEADERS);
    const isPreflight = request.headers['access-control-request-method'] !== undefined;
    if (request.method !== 'OPTIONS' || isPreflight) {
      done();
      return;
    }
    const allowed = routes.allowed(pathOf(request.url));
    if (allowed.length === 0) sendProblem(unmatched(allowed), request, reply);
    else void reply.code(204).header('allow', allowed.join(', ')).send();
  });
  fastify.setNotFoundHandler((request, reply) => {
    const allowed = routes.allowed(pathOf(request.url));
    if (allowed.length > 0) void reply.header('allow', allowed.join(', '));
    sendProblem(unmatched(allowed), request, reply);
  });
}

/** Refuses work beyond `limit` requests at a time, so that a rush makes some wait outside instead of all of them inside. */
export function limitConcurrency(fastify: FastifyInstance, current: () => number, limit: number): void {
  fastify.addHook('onRequest', (request, reply, done) => {
    if (current() <= limit || request.url.startsWith('/health')) done();
    else sendProblem(new DomainError('busy', 'Too many requests are being served. Come back in a moment.'), request, reply);
  });
}

function pathOf(url: string): string {
  const path = url.split('?')[0] ?? '/';
  try {
    return decodeURI(path);
  } catch {
    return path;
  }
}
