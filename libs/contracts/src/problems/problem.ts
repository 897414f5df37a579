/**
 * Every error that the HTTP interfaces answer, by its code. The code is the part that clients decide by, so a code is
 * never renamed and never changes its meaning; titles and texts may get better. An answer is `application/problem+json`
 * of RFC 9457 with the members `type, title, status, detail, instance, code, trace_id`, for field errors also `errors`,
 * and the facts that `about` names.
 */
export interface Problem {
  /** The HTTP status code of the answer. */
  readonly status: number;
  /** The same short text in every occurrence (RFC 9457, section 3.1.3); what differs goes into `detail`. */
  readonly title: string;
  /** For the documentation: when it happens, which members it adds, and what the client can do. */
  readonly about: string;
  /** The `Retry-After` header in seconds, where the server has no better figure at hand. */
  readonly retryAfterSeconds?: number;
}
