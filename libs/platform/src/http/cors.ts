import type { NestFastifyApplication } from '@nestjs/platform-fastify';

const PREFLIGHT_CACHE_SECONDS = 600;

/** Answer headers beyond the simple ones that a script in a browser may read. */
const EXPOSED = ['ETag', 'Idempotency-Replayed', 'Link', 'Location', 'Retry-After', 'X-Request-Id'];

/**
 * Lets browsers call from these origins (comma-separated, `*` for all); with none, no CORS header is sent at all. A preflight
 * goes on to our own answer to OPTIONS, so that an unknown path is told as such.
 */
export function allowOrigins(app: NestFastifyApplication, origins: string): void {
  const list = origins
    .split(',')
    .map((origin) => origin.trim())
    .filter((origin) => origin !== '');
  if (list.length === 0) return;
  app.enableCors({
    origin: list.includes('*') ? '*' : list,
    methods: ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'],
    exposedHeaders: EXPOSED,
    maxAge: PREFLIGHT_CACHE_SECONDS,
    preflightContinue: true,
    strictPreflight: false,
  });
}
