import { trace } from '@opentelemetry/api';
import type { FastifyInstance } from 'fastify';

/** Names the HTTP span by its route, as the semantic conventions ask: `POST /orders`, never a path with an id in it. */
export function nameSpansByRoute(fastify: FastifyInstance): void {
  fastify.addHook('preHandler', (request, _reply, done) => {
    const route = request.routeOptions.url;
    if (route !== undefined) {
      trace.getActiveSpan()?.updateName(`${request.method} ${route}`).setAttribute('http.route', route);
    }
    done();
  });
}
