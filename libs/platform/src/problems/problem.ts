import { HttpException } from '@nestjs/common';
import { trace } from '@opentelemetry/api';
import { isProblemCode, PROBLEMS, problemType, type ProblemCode } from '#libs/contracts';
import { DomainError } from '#libs/kernel';

/** A problem details object of RFC 9457, with the code that clients decide by and the facts of the error beside it. */
export interface ProblemBody {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly detail: string;
  readonly code: ProblemCode;
  readonly instance?: string;
  readonly trace_id?: string;
  readonly [fact: string]: unknown;
}

/** Turns an error of a library into one of ours, or leaves it. */
export type ErrorTranslator = (error: unknown) => DomainError | undefined;

const CODE_OF_STATUS: Readonly<Record<number, ProblemCode>> = {
  400: 'malformed_request', 404: 'route_not_found', 405: 'method_not_allowed', 406: 'not_acceptable', 408: 'request_timeout',
  413: 'payload_too_large', 415: 'unsupported_media_type', 429: 'rate_limited', 431: 'header_fields_too_large', 503: 'busy',
};

/** The problem of any error. What is none of ours becomes `internal`, without a word of what it was. */
export function problemOf(error: unknown, translate: ErrorTranslator = () => undefined): ProblemBody {
  const known = error instanceof DomainError ? error : translate(error);
  if (known && isProblemCode(known.code)) return { ...base(known.code), ...known.facts, detail: known.message };
  const status = statusOf(error) ?? 500;
  const code = CODE_OF_STATUS[status] ?? (status < 500 ? 'malformed_request' : 'internal');
  return base(code);
}

/** The problem of a code alone, with the text that its title gives. */
export function base(code: ProblemCode): ProblemBody {
  const { status, title } = PROBLEMS[code];
  return { type: problemType(code), title, status, detail: `${title}.`, code };
}

/** The status of an error of Nest or Fastify. */
function statusOf(error: unknown): number | undefined {
  if (error instanceof HttpException) return error.getStatus();
  const { statusCode } = (error ?? {}) as { statusCode?: unknown };
  return typeof statusCode === 'number' && statusCode >= 400 ? statusCode : undefined;
}

/** What belongs to this one occurrence. */
export function occurrence(url: string, requestId: string): { instance: string; trace_id: string } {
  const span = trace.getActiveSpan()?.spanContext();
  return { instance: [...(url.split('?')[0] ?? '')].slice(0, 128).join(''), trace_id: span?.traceId ?? requestId };
}
