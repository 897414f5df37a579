import type { FastifyRequest } from 'fastify';

/** Bodies up to this size are always let in: an order as shops send it is a tenth of it. */
export const SMALL_BODY_BYTES = 4_096;

/** How large the body is that a request brings, or may be when it does not say so. */
export function bodyBytesOf({ headers }: FastifyRequest, limit: number): number {
  const length = headers['content-length'];
  if (length !== undefined) return Math.min(Number(length), limit);
  return headers['transfer-encoding'] === undefined ? 0 : limit;
}
