import type { FastifyReply, FastifyRequest } from 'fastify';

/** An answer that a browser opens by itself can do nothing and is shown in no frame. */
const HEADERS_OF_DATA = {
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
};

/** The pages under `/docs` run their own scripts and no others. Swagger UI writes styles into the page. */
const POLICY_OF_PAGES = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data:",
  "font-src 'self' data:",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
];

const HEADERS_OF_PAGES = { ...HEADERS_OF_DATA, 'content-security-policy': POLICY_OF_PAGES.join('; ') };

export function setCommonHeaders(request: FastifyRequest, reply: FastifyReply, isPage: boolean): void {
  void reply.headers(isPage ? HEADERS_OF_PAGES : HEADERS_OF_DATA).header('x-request-id', request.id);
}
