import type { FastifyInstance, FastifyRequest } from 'fastify';
import { DomainError } from '#libs/kernel';
import { parseStrictJson } from './strict-json.js';

const JSON_TYPE = 'application/json';
const MERGE_PATCH_TYPE = 'application/merge-patch+json';

/**
 * Replaces Fastify's lenient parsers: JSON only, UTF-8 only, not compressed, and strict; a merge patch (RFC 7396) to PATCH only.
 * An empty body is `undefined`, because some calls do without one; reading it into a DTO says what is missing.
 */
export function registerJsonParsers(fastify: FastifyInstance): void {
  fastify.removeAllContentTypeParsers();
  fastify.addContentTypeParser([JSON_TYPE, MERGE_PATCH_TYPE], { parseAs: 'buffer' }, (request, body, done) => {
    try {
      done(null, parseBody(request, body as Buffer));
    } catch (error) {
      done(error as Error, undefined);
    }
  });
}

function parseBody(request: FastifyRequest, body: Buffer): unknown {
  const { 'content-encoding': encoding, 'content-type': type = '' } = request.headers;
  if (encoding !== undefined && encoding !== 'identity') throw refuseType('The body must not be compressed.');
  if (type !== JSON_TYPE) assertParameters(type, request.method);
  return body.length === 0 ? undefined : parseStrictJson(body);
}

/** The media type itself is one of ours, or the parser would not have been called. */
function assertParameters(type: string, method: string): void {
  const charset = /;\s*charset\s*=\s*"?([^";\s]*)/i.exec(type)?.[1];
  if (charset !== undefined && !/^(?:utf-?8|us-ascii)$/i.test(charset)) throw refuseType('The body must be in UTF-8.');
  if (method !== 'PATCH' && /^\s*application\/merge-patch/i.test(type))
    throw refuseType('A merge patch can only be sent with PATCH.');
}

function refuseType(detail: string): DomainError {
  return new DomainError('unsupported_media_type', detail);
}
