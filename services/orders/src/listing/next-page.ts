import type { FastifyReply } from 'fastify';

/** The header as openapi.json describes it. */
export const NEXT_PAGE = { Link: { description: 'The next page (RFC 8288)', schema: { type: 'string' } } } as const;

/** The `Link` header (RFC 8288) of a list that goes on: the same list, further on. */
export function linkNextPage(reply: FastifyReply, url: string, cursor: string | null): void {
  if (cursor === null) return;
  const { pathname, searchParams } = new URL(url, 'http://relative');
  searchParams.delete('skip');
  searchParams.set('cursor', cursor);
  void reply.header('link', `<${pathname}?${searchParams.toString()}>; rel="next"`);
}
