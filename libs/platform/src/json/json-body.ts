import type { FastifyInstance, FastifyRequest } from 'fastify';
import { DomainError } from '#libs/kernel';
import { parseStrictJson } from './strict-json.js';

const MEDIA_TYPES = ['application/json', 'application/merge-patch+json'];
const UTF_8 = new TextDecoder('utf-8', { fatal: true });

/** Replaces Fastify's lenient parsers: JSON only, UTF-8 only, not compressed, and strict. A byte order mark is passed over. */
export function registerJsonParsers(fastify: FastifyInstance): void {
  fastify.removeAllContentTypeParsers();
  fastify.addContentTypeParser(MEDIA_TYPES, { parseAs: 'buffer' }, (request, body, done) => {
    try {
      done(null, parseBody(request, body as Buffer));
    } catch (error) {
      done(error as Error, undefined);
    }
  });
}

function parseBody(request: FastifyRequest, body: Buffer): unknown {
  const encoding = request.headers['content-encoding'];
  if (encoding !== undefined && encoding !== 'identity') throw new UnsupportedMediaType('The body must not be compressed.');
  const charset = /;\s*charset\s*=\s*"?([^";\s]*)/i.exec(request.headers['content-type'] ?? '')?.[1];
  if (charset !== undefined && !/^utf-?8$/i.test(charset)) throw new UnsupportedMediaType('The body must be UTF-8.');
  return parseStrictJson(decode(body));
}

function decode(body: Buffer): string {
  try {
    return UTF_8.decode(body);
  } catch (error) {
    throw new DomainError('malformed_json', 'The body is not valid UTF-8.', {}, { cause: error });
  }
}

export class UnsupportedMediaType extends DomainError {
  constructor(detail: string) {
    super('unsupported_media_type', detail);
  }
}
