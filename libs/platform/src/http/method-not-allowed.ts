import type { FastifyInstance } from 'fastify';
import FindMyWay from 'find-my-way';
import { DomainError } from '#libs/kernel';

type Method = 'GET' | 'POST' | 'PATCH' | 'PUT' | 'DELETE';
const METHODS: readonly Method[] = ['GET', 'POST', 'PATCH', 'PUT', 'DELETE'];

export interface RouteTable {
  /** The methods that the path of a URL takes, HEAD and OPTIONS included; none when no route has it. */
  allowed(url: string): string[];
}

/** Remembers every route that is registered after this call, since Fastify answers 404 for a known path and another method. */
export function recordRoutes(fastify: FastifyInstance): RouteTable {
  const router = FindMyWay({ ignoreTrailingSlash: false });
  fastify.addHook('onRoute', ({ method, url }) => {
    for (const one of [method].flat()) {
      if (METHODS.includes(one as Method) && !router.hasRoute(one as Method, url)) router.on(one as Method, url, () => undefined);
    }
  });
  return {
    allowed: (url) => {
      const path = url.split('?')[0] ?? '/';
      const methods: string[] = METHODS.filter((method) => router.find(method, path) !== null);
      if (methods.length === 0) return [];
      return [...methods, ...(methods.includes('GET') ? ['HEAD'] : []), 'OPTIONS'].sort();
    },
  };
}

/** The error of a request that matched no route. */
export function unmatched(allowed: readonly string[]): DomainError {
  if (allowed.length === 0) return new DomainError('route_not_found', 'No route has this path.');
  return new DomainError('method_not_allowed', `This path takes ${allowed.join(', ')}.`, { allowed });
}
