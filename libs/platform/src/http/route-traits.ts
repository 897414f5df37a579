import { RouteConfig } from '@nestjs/platform-fastify';
import type { FastifyInstance, FastifyRequest } from 'fastify';

/** What is known of a route beforehand, worked out once instead of with every request. */
export interface RouteTraits {
  /** The pattern, such as `/orders/:id`; a path would give every order its own time series. */
  readonly route: string;
  /** Health and figures, which answer however busy the service is. */
  readonly isProbe: boolean;
  /** A stream that stays open for hours. */
  readonly isLongLived: boolean;
  /** Whether each request is logged; probes come every few seconds and say nothing. */
  readonly isLogged: boolean;
  /** Whether it answers with pages for people, which need styles and scripts. */
  readonly isPage: boolean;
}

declare module 'fastify' {
  interface FastifyContextConfig {
    traits?: RouteTraits;
    longLived?: boolean;
  }
}

const PROBES = /^\/(?:health|metrics)(?:\/|$)/;

const PAGES = /^\/docs(?:\/|$)/;

const UNMATCHED: RouteTraits = { route: 'unmatched', isProbe: false, isLongLived: false, isLogged: true, isPage: false };

/** Marks a handler whose answer stays open, such as server-sent events: it does not count among the requests in work. */
export const LongLived = (): MethodDecorator => RouteConfig({ longLived: true });

/** Must be called before the first route is registered. */
export function watchRoutes(fastify: FastifyInstance): void {
  fastify.addHook('onRoute', (route) => {
    const isProbe = PROBES.test(route.url);
    const isLongLived = route.config?.longLived === true;
    const traits = { route: route.url, isProbe, isLongLived, isLogged: !isProbe, isPage: PAGES.test(route.url) };
    route.config = { ...route.config, traits };
  });
}

export function routeTraitsOf(request: FastifyRequest): RouteTraits {
  return request.routeOptions.config?.traits ?? UNMATCHED;
}
