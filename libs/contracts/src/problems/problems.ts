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

const problems = {
  malformed_json: {
    status: 400,
    title: 'The body is not valid JSON',
    about: 'The body is empty, cut off, not UTF-8, or breaks the grammar of RFC 8259. `detail` names the position.',
  },
  duplicate_key: {
    status: 400,
    title: 'The body repeats a key',
    about: 'An object names the same key twice (`pointer`), so that readers could disagree about its value (RFC 8259, section 4).',
  },
  forbidden_key: {
    status: 400,
    title: 'The body uses a key that is not allowed',
    about: 'A key such as `__proto__` (`pointer`) that could change what an object inherits.',
  },
  json_too_deep: {
    status: 400,
    title: 'The body is nested too deeply',
    about: 'Objects and arrays inside one another beyond the limit that `detail` names.',
  },
  empty_items: {
    status: 400,
    title: 'An order needs at least one item',
    about: '`items` is missing or empty.',
  },
  invalid_cursor: {
    status: 400,
    title: 'The cursor was not given out by this list',
    about: 'Take `next_cursor` of an earlier answer as it is, with the same filters and the same `sort`; or start without a cursor.',
  },
  idempotency_key_invalid: {
    status: 400,
    title: 'The Idempotency-Key header is not usable',
    about: 'It must hold 1 to 255 printable characters.',
  },
  malformed_request: {
    status: 400,
    title: 'The request is not valid HTTP',
    about: 'The request line, a header, the framing or the percent-encoding of the path cannot be read (RFC 9110, RFC 9112).',
  },
  not_found: {
    status: 404,
    title: 'There is no such thing',
    about: 'The address is well formed, but nothing lives there.',
  },
  order_not_found: {
    status: 404,
    title: 'There is no such order',
    about: 'No order has this id, it was deleted, or the text is not a UUID in its canonical form.',
  },
  route_not_found: {
    status: 404,
    title: 'There is no such route',
    about: 'No call of this service has that path; `/docs` lists them.',
  },
  method_not_allowed: {
    status: 405,
    title: 'The route does not take this method',
    about: 'The header `Allow` lists the methods that it takes.',
  },
  not_acceptable: {
    status: 406,
    title: 'The answer is not available in the wanted form',
    about: 'The `Accept` header leaves out every media type that the route can answer with.',
  },
  request_timeout: {
    status: 408,
    title: 'The request took too long to arrive',
    about: 'Headers or body came in more slowly than the server waits. Nothing was done.',
  },
  illegal_transition: {
    status: 409,
    title: 'The order cannot take this status',
    about: 'Its status does not lead there. `status_now` and `next_statuses` say where it is and where it may go.',
  },
  illegal_item_transition: {
    status: 409,
    title: 'The units cannot be moved there',
    about: 'Fewer units than asked for may take that step (`item_id, to, requested, movable`), or the order stands still (`status_now`).',
  },
  order_on_hold: {
    status: 409,
    title: 'The order is on hold',
    about: 'An order on hold can only be ended. Release the hold first.',
  },
  order_not_deletable: {
    status: 409,
    title: 'The order cannot be deleted',
    about: 'Only drafts and closed orders are deleted (`status_now`, `next_statuses`); cancel it first.',
  },
  order_changed: {
    status: 409,
    title: 'The order was changed by others at the same time',
    about: 'Concurrent changes kept this one from being made. Read the order again and repeat the call if it still makes sense.',
  },
  insufficient_stock: {
    status: 409,
    title: 'There is not enough stock',
    about: '`shortfall` lists each SKU with `requested` and `available`. Nothing was held.',
  },
  duplicate_external_ref: {
    status: 409,
    title: 'Another order has this external_ref',
    about: 'An `external_ref` names one order only. `order_id` is the order that has it.',
  },
  idempotency_in_progress: {
    status: 409,
    title: 'The first request with this Idempotency-Key is still running',
    about: 'Repeat the request after a moment to get the result of the first one.',
    retryAfterSeconds: 1,
  },
  precondition_failed: {
    status: 412,
    title: 'The order is not in the state that If-Match names',
    about: 'It was changed since the client read it. Read it again, and send its new `ETag`.',
  },
  payload_too_large: {
    status: 413,
    title: 'The body is too large',
    about: '`detail` names the limit in bytes.',
  },
  event_too_large: {
    status: 413,
    title: 'The order is too large for an event',
    about: 'An event carries the whole order and must fit into one message. Send fewer items or less metadata.',
  },
  uri_too_long: {
    status: 414,
    title: 'The address is too long',
    about: 'Path or query exceed what the server reads.',
  },
  unsupported_media_type: {
    status: 415,
    title: 'The body has a media type that the route does not take',
    about: 'Send `application/json`, to PATCH also `application/merge-patch+json`, in UTF-8 and without `Content-Encoding`.',
  },
  validation_failed: {
    status: 422,
    title: 'Some fields are not valid',
    about: '`errors` lists every fault at once as `{pointer, message}`; the pointer is a JSON Pointer (RFC 6901) into the body, '
      + 'or `?name` for a parameter of the query.',
  },
  number_out_of_range: {
    status: 422,
    title: 'A number cannot be read exactly',
    about: 'A number (`pointer`) is larger or has more digits than a double holds (RFC 8259, section 6).',
  },
  idempotency_key_reused: {
    status: 422,
    title: 'The Idempotency-Key belongs to another request',
    about: 'The key was used with another body or route in the last 24 hours. A new request needs a new key.',
  },
  bulk_rejected: {
    status: 422,
    title: 'Nothing of the bulk request was done',
    about: 'The request was `atomic` and a row was refused. `results` tells for each row what is wrong with it.',
  },
  rate_limited: {
    status: 429,
    title: 'Too many requests',
    about: 'The header `Retry-After` says after how many seconds the next one is served.',
    retryAfterSeconds: 1,
  },
  header_fields_too_large: {
    status: 431,
    title: 'The headers are too large',
    about: 'The header section exceeds what the server reads.',
  },
  internal: {
    status: 500,
    title: 'Something is wrong with the service',
    about: 'A fault of ours. The log has the details under the `trace_id` of the answer.',
  },
  busy: {
    status: 503,
    title: 'The service has more work than it can do now',
    about: 'A queue is full or a lock was not free in time. Nothing was done; repeat the request with the same Idempotency-Key.',
    retryAfterSeconds: 1,
  },
  database_unavailable: {
    status: 503,
    title: 'The database is away',
    about: 'Whether a write was done is unknown; repeat it with the same Idempotency-Key and it is done once.',
    retryAfterSeconds: 2,
  },
  stream_unavailable: {
    status: 503,
    title: 'The stream of changes is not available',
    about: 'The message broker is away or too many readers are connected. Orders are taken all the same.',
    retryAfterSeconds: 5,
  },
  shutting_down: {
    status: 503,
    title: 'The service is shutting down',
    about: 'Nothing was done. Another instance, or this one after its restart, serves the repeated request.',
    retryAfterSeconds: 2,
  },
} satisfies Record<string, Problem>;

export type ProblemCode = keyof typeof problems;

export const PROBLEMS: Readonly<Record<ProblemCode, Problem>> = problems;

export function isProblemCode(code: string): code is ProblemCode {
  return Object.hasOwn(problems, code);
}

/** Where a service explains the problems to people; the fragment is the code. */
export const PROBLEMS_PATH = '/docs/problems';

/**
 * The `type` of a problem: a relative URI with its full path, as RFC 9457 section 3.1.1 advises, that the answering
 * service itself serves. No domain name is in it, because nobody is made to own one for running this.
 */
export function problemType(code: ProblemCode): string {
  return `${PROBLEMS_PATH}#${code}`;
}
