import type { ServerOptions } from 'node:http';
import type { Socket } from 'node:net';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { PROBLEMS, type ProblemCode } from '#libs/contracts';
import { DomainError, newId } from '#libs/kernel';
import { base } from '../problems/problem.js';
import { sendProblem } from '../problems/problem.filter.js';

export interface ServerLimits {
  readonly bodyLimitBytes: number;
  readonly requestTimeoutMs: number;
  readonly trustProxy: boolean;
}

const MAX_HEADER_BYTES = 16_384;
const REQUEST_ID = /^[\w.:-]{1,128}$/;

/** Fastify's options. Its own defaults wait for ever for slow requests and answer some errors in a form of their own. */
export function serverOptions(limits: ServerLimits) {
  return {
    logger: false,
    skipMiddie: true,
    bodyLimit: limits.bodyLimitBytes,
    trustProxy: limits.trustProxy,
    requestTimeout: limits.requestTimeoutMs,
    connectionTimeout: 0,
    keepAliveTimeout: 72_000,
    forceCloseConnections: 'idle' as const,
    return503OnClosing: false,
    maxRequestsPerSocket: 0,
    onProtoPoisoning: 'ignore' as const,
    onConstructorPoisoning: 'ignore' as const,
    http: {
      maxHeaderSize: MAX_HEADER_BYTES,
      headersTimeout: Math.min(10_000, limits.requestTimeoutMs),
      requestTimeout: limits.requestTimeoutMs,
      connectionsCheckingInterval: 1_000,
    } satisfies ServerOptions,
    routerOptions: { maxParamLength: 256, ignoreTrailingSlash: false, caseSensitive: true },
    genReqId: (request: { headers: Record<string, unknown> }) => {
      const given = request.headers['x-request-id'];
      return typeof given === 'string' && REQUEST_ID.test(given) ? given : newId();
    },
    frameworkErrors: (error: Error, request: FastifyRequest, reply: FastifyReply) => {
      sendProblem(new DomainError('malformed_request', 'The path of the request cannot be read.', {}, { cause: error }), request, reply);
    },
    clientErrorHandler: answerClientError,
  };
}

const CODE_OF_ERROR: Readonly<Record<string, ProblemCode>> = {
  HPE_HEADER_OVERFLOW: 'header_fields_too_large',
  ERR_HTTP_REQUEST_TIMEOUT: 'request_timeout',
};

/** What cannot be read as HTTP never reaches a route; it is answered on the socket and the connection ends. */
function answerClientError(error: Error & { code?: string }, socket: Socket): void {
  if (error.code === 'ECONNRESET' || socket.destroyed || !socket.writable) {
    socket.destroy();
    return;
  }
  const code = CODE_OF_ERROR[error.code ?? ''] ?? 'malformed_request';
  const body = JSON.stringify({ ...base(code), trace_id: newId() });
  const head = [
    `HTTP/1.1 ${PROBLEMS[code].status} ${PROBLEMS[code].title}`,
    'Content-Type: application/problem+json; charset=utf-8',
    `Content-Length: ${Buffer.byteLength(body)}`,
    'Connection: close',
  ];
  socket.end(`${head.join('\r\n')}\r\n\r\n${body}`);
}
