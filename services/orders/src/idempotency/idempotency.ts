import { createHash } from 'node:crypto';
import { DomainError } from '#libs/kernel';

/** A client's `Idempotency-Key` with the fingerprint of the request that it came with. */
export interface IdempotentRequest {
  readonly key: string;
  readonly fingerprint: string;
}

/** What is answered, and answered again to every repeat. `body` is the exact text. */
export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export interface StoredAnswer extends IdempotentRequest, Answer {}

/** Longer keys are no keys but payloads (the limit of the IETF draft's known implementations). */
export const MAX_KEY_LENGTH = 255;

/** SHA-256 over method, path and body: what makes two requests under one key the same request. */
export function fingerprintOf(method: string, path: string, body: unknown): string {
  return createHash('sha256')
    .update(`${method} ${path}\n`)
    .update(JSON.stringify(body) ?? '')
    .digest('base64');
}

/**
 * The idempotency key of a request's header, `undefined` when there is none.
 * @throws DomainError idempotency_key_invalid for an empty, too long or unprintable key
 */
export function parseIdempotencyKey(header: string | string[] | undefined): string | undefined {
  if (header === undefined) return undefined;
  if (typeof header === 'string' && header.length <= MAX_KEY_LENGTH && /^[\x21-\x7e][\x20-\x7e]*$/.test(header)) return header;
  throw new DomainError(
    'idempotency_key_invalid',
    `The Idempotency-Key must be 1 to ${MAX_KEY_LENGTH} printable ASCII characters.`,
    {
      errors: [{ pointer: '/headers/idempotency-key', message: `must be 1 to ${MAX_KEY_LENGTH} printable ASCII characters` }],
    },
  );
}

export class IdempotencyKeyReused extends DomainError {
  constructor() {
    super('idempotency_key_reused', 'This Idempotency-Key was used for another request. Use a new key for a new request.');
  }
}
