import type { FastifyReply } from 'fastify';

/** The `Link` header (RFC 8288) of a list that goes on: the same list, further on. */
export function linkNextPage(reply: FastifyReply, url: string, cursor: string | null): void {
  if (cursor === null) return;
  const { pathname, searchParams } = new URL(url, 'http://relative');
  searchParams.delete('skip');
  searchParams.set('cursor', cursor);
  void reply.header('link', `<${pathname}?${searchParams.toString()}>; rel="next"`);
}
