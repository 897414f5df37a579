import type { Problem } from './problem.js';

/** What is wrong on our side, or too much at once. Each of these may be repeated. */
export const serviceProblems = {
  rate_limited: {
    status: 429,
    title: 'Too many requests',
    about: 'The header `Retry-After` says after how many seconds the next one is served.',
    retryAfterSeconds: 1,
  },
  internal: {
    status: 500,
    title: 'Something is wrong with the service',
    about: 'A fault of ours. The log has the details under the `trace_id` of the answer.',
  },
  busy: {
    status: 503,
    title: 'The service has more work than it can do now',
    about: 'A queue is full, or a lock or a statement took too long. Nothing was done; repeat the request, with the same '
      + 'Idempotency-Key, or ask for less.',
    retryAfterSeconds: 1,
  },
  deadline_exceeded: {
    status: 503,
    title: 'The answer was not there in time',
    about: 'The database or another part stands still. Whether a write was done, or still will be, is unknown; repeat it with '
      + 'the same Idempotency-Key and it is done once.',
    retryAfterSeconds: 2,
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
} satisfies Record<string, Problem>;
