import { HttpException } from '@nestjs/common';
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

const OF_FASTIFY: Readonly<Record<string, readonly [ProblemCode, string]>> = {
  FST_ERR_CTP_BODY_TOO_LARGE: ['payload_too_large', 'The body is larger than the server reads.'],
  FST_ERR_CTP_INVALID_MEDIA_TYPE: ['unsupported_media_type', 'A body needs a Content-Type, and it must be application/json.'],
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: ['malformed_request', 'Content-Length is not the length of the body.'],
  FST_ERR_BAD_URL: ['malformed_request', 'The path cannot be decoded: its percent-encoding is wrong.'],
  FST_ERR_MAX_PARAM_LENGTH: ['uri_too_long', 'A part of the path is too long.'],
};

const OF_STATUS: Readonly<Record<number, ProblemCode>> = {
  400: 'malformed_request',
  404: 'not_found',
  405: 'method_not_allowed',
  406: 'not_acceptable',
  408: 'request_timeout',
  413: 'payload_too_large',
  414: 'uri_too_long',
  415: 'unsupported_media_type',
  429: 'rate_limited',
  431: 'header_fields_too_large',
  503: 'busy',
};

/** The problem of any error. What is none of ours becomes `internal`, without a word of what it was. */
export function problemOf(error: unknown, translate: ErrorTranslator = () => undefined): ProblemBody {
  const known = error instanceof DomainError ? error : translate(error);
  if (known && isProblemCode(known.code)) return problem(known.code, known.message, known.facts);
  const fastify = OF_FASTIFY[codeOf(error)];
  if (fastify) return problem(...fastify);
  const status = statusOf(error) ?? 500;
  return problem(OF_STATUS[status] ?? (status < 500 ? 'malformed_request' : 'internal'));
}

/** The standard members of RFC 9457 win over facts of the same name. */
export function problem(code: ProblemCode, detail?: string, facts: Readonly<Record<string, unknown>> = {}): ProblemBody {
  const { status, title } = PROBLEMS[code];
  const standard = { type: problemType(code), title, status, detail: detail ?? `${title}.`, code };
  return { ...standard, ...facts, ...standard };
}

function codeOf(error: unknown): string {
  const { code } = (error ?? {}) as { code?: unknown };
  return typeof code === 'string' ? code : '';
}

/** The status of an error of Nest or Fastify. */
function statusOf(error: unknown): number | undefined {
  if (error instanceof HttpException) return error.getStatus();
  const { statusCode } = (error ?? {}) as { statusCode?: unknown };
  return typeof statusCode === 'number' && statusCode >= 400 ? statusCode : undefined;
}

/** The longest piece of a request that an answer repeats. */
const MAX_ECHO = 64;

/** The body of an answer: the problem, the path that it happened at, and the id to find it in the logs by. */
export function problemText(body: ProblemBody, url: string, traceId: string): string {
  const path = url.split('?', 1)[0] ?? '';
  const instance = path.length > MAX_ECHO ? `${path.slice(0, MAX_ECHO - 1)}…` : path;
  return JSON.stringify({ ...body, ...(instance !== '' && { instance }), trace_id: traceId });
}
