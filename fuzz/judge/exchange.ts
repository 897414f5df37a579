import type { Operation } from '../api/api.js';
import type { WrittenRequest } from '../requests/draft.js';
import type { WireAnswer } from '../wire/answer.js';

/** A request with what came back. */
export interface Exchange {
  readonly request: WrittenRequest;
  /** What the request reached; nothing when no route takes it. */
  readonly operation?: Operation;
  readonly answer: WireAnswer;
  /** The body of the answer, parsed when it is JSON. */
  readonly body: unknown;
}

export const isJson = (answer: WireAnswer): boolean => /json/.test(answer.headers['content-type'] ?? '');
