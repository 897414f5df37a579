import type { FastifyReply, FastifyRequest } from 'fastify';
import { isUuid } from '#libs/kernel';
import { refuse } from '#libs/platform';
import type { Circumstances } from '../rules/circumstances.js';
import { fingerprintOf, parseIdempotencyKey, type Answer, type IdempotentRequest } from '../idempotency/idempotency.js';
import { momentOf } from './occurred-at.js';

const ACTOR = /^[\w.:/-]{1,100}$/;

/** Who asks, as the caller says it (`X-Actor`), until calls are authenticated; and when. */
export function circumstancesOf(request: FastifyRequest, reason?: string | null): Circumstances {
  const actor = request.headers['x-actor'] ?? 'api';
  if (typeof actor !== 'string' || !ACTOR.test(actor)) {
    refuse([{ pointer: '/headers/x-actor', message: 'must be an id of 1 to 100 letters, digits and . : / _ -' }]);
  }
  return { actor: String(actor), now: momentOf(request), reason };
}

export function idempotentRequestOf(request: FastifyRequest): IdempotentRequest | undefined {
  const key = parseIdempotencyKey(request.headers['idempotency-key']);
  return key === undefined ? undefined : { key, fingerprint: fingerprintOf(request.method, request.url, request.body) };
}

/** The id in the path, in lower case. @throws DomainError validation_failed */
export function pathIdOf(text: string): string {
  if (!isUuid(text)) refuse([{ pointer: '/path/id', message: 'must be a UUID such as 550e8400-e29b-41d4-a716-446655440000' }]);
  return text.toLowerCase();
}

/** Sends an answer whose body is JSON text already, because the same text is stored for repeats. */
export async function send(reply: FastifyReply, { status, headers, body }: Answer): Promise<void> {
  await reply.code(status).headers(headers).header('content-type', 'application/json; charset=utf-8').send(body);
}
