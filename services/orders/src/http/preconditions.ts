import { DomainError } from '#libs/kernel';

export class PreconditionFailed extends DomainError {
  constructor(etag: string) {
    super('precondition_failed', 'It was changed since you read it.', { current_etag: etag });
  }
}

/**
 * `If-Match` of RFC 9110 section 13.1.1: passes without the header, for `*`, and when one of the listed tags is the
 * current one by strong comparison, which no weak tag ever is.
 * @throws PreconditionFailed
 */
export function assertMatches(ifMatch: string | undefined, etag: string): void {
  if (ifMatch === undefined || ifMatch.trim() === '*') return;
  if (!tagsOf(ifMatch).includes(etag)) throw new PreconditionFailed(etag);
}

/** `If-None-Match` of section 13.1.2, by weak comparison: whether the client's copy is still good. */
export function isNotModified(ifNoneMatch: string | undefined, etag: string): boolean {
  if (ifNoneMatch === undefined) return false;
  return ifNoneMatch.trim() === '*' || tagsOf(ifNoneMatch).some((tag) => tag.replace(/^W\//, '') === etag);
}

function tagsOf(header: string): string[] {
  return header.split(',').map((tag) => tag.trim());
}
