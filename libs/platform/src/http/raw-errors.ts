import { STATUS_CODES, type IncomingMessage, type ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import type { ProblemCode } from '#libs/contracts';
import { problem, problemText, type ProblemBody } from '../problems/problem.js';
import { PROBLEM_MEDIA_TYPE } from '../problems/send-problem.js';
import { onceAtFront, type Pipelines } from './pipelines.js';
import { newRequestId } from './request-id.js';

type ParserError = Error & { readonly code?: string };

const AMBIGUOUS = 'Where the body ends is ambiguous: Content-Length and Transfer-Encoding contradict each other or themselves.';

const KNOWN: Readonly<Record<string, readonly [ProblemCode, string]>> = {
  ERR_HTTP_REQUEST_TIMEOUT: ['request_timeout', 'The request took too long to arrive.'],
  HPE_HEADER_OVERFLOW: ['header_fields_too_large', 'The request line and the headers are larger than the server reads.'],
  HPE_INVALID_METHOD: ['malformed_request', 'The method is none of HTTP.'],
  CONNECT: ['malformed_request', 'CONNECT is for proxies, and this is none.'],
  HPE_INVALID_TRANSFER_ENCODING: ['malformed_request', AMBIGUOUS],
  HPE_UNEXPECTED_CONTENT_LENGTH: ['malformed_request', AMBIGUOUS],
  HPE_INVALID_CONTENT_LENGTH: ['malformed_request', AMBIGUOUS],
};

/** Long enough for a client to notice the answer, and no longer: it may be one that never ends. */
const LINGER_MS = 1_000;

/**
 * Answers what Node's HTTP parser refused or waited for in vain: there is no request to reply to, so the answer is written to
 * the socket itself, once: Node tells of the same error again with everything that still arrives. The answers to all requests
 * before it on the connection go first, or the client would take the refusal for one of them.
 */
export function answerOnSocket(error: ParserError, socket: Socket, pipelines: Pipelines): void {
  const last = pipelines.lastOn(socket);
  if (error.code === 'ECONNRESET') socket.destroy();
  else if (refused.has(socket)) return;
  else if (last === undefined) refuse(error, socket);
  else refuseAfter(last, error, socket);
}

/** Node takes CONNECT for the beginning of a tunnel: no route sees it, and its connection would be closed without a word. */
export function refuseTunnel(socket: Socket, pipelines: Pipelines): void {
  socket.on('error', () => socket.destroy());
  socket.resume();
  answerOnSocket(Object.assign(new Error('a tunnel'), { code: 'CONNECT' }), socket, pipelines);
}

const refused = new WeakSet<Socket>();

/** A request that was whole has an answer of its own; of another one, the refusal is the answer. */
function refuseAfter(last: ServerResponse<IncomingMessage>, error: ParserError, socket: Socket): void {
  refused.add(socket);
  if (last.req.complete) last.once('finish', () => refuse(error, socket));
  else if (last.socket === null) onceAtFront(last, () => refuseInPlaceOf(last, error, socket));
  else refuseInPlaceOf(last, error, socket);
}

/** Nothing may be written into the middle of an answer that has begun. */
function refuseInPlaceOf(answer: ServerResponse, error: ParserError, socket: Socket): void {
  if (answer.headersSent) socket.destroy();
  else refuse(error, socket);
}

function refuse(error: ParserError, socket: Socket): void {
  const [code, detail] = KNOWN[error.code ?? ''] ?? (['malformed_request', 'The request is not valid HTTP/1.1.'] as const);
  if (!socket.writable) return;
  socket.end(rawAnswer(problem(code, detail)));
  linger(socket);
}

/**
 * A client that is still sending would lose the answer if the connection closed at once: TCP resets it for what nobody read
 * (RFC 9112, 9.6). So what comes is read and dropped for a moment, or until the client closes.
 */
function linger(socket: Socket): void {
  const timer = setTimeout(() => socket.destroy(), LINGER_MS);
  socket.once('close', () => clearTimeout(timer));
}

function rawAnswer(body: ProblemBody): string {
  const requestId = newRequestId();
  const text = problemText(body, '', requestId.replaceAll('-', ''));
  const head = [
    `HTTP/1.1 ${body.status} ${STATUS_CODES[body.status] ?? 'Error'}`,
    `Content-Type: ${PROBLEM_MEDIA_TYPE}`,
    `Content-Length: ${Buffer.byteLength(text)}`,
    `X-Request-Id: ${requestId}`,
    `Date: ${new Date().toUTCString()}`,
    'Connection: close',
  ];
  return `${head.join('\r\n')}\r\n\r\n${text}`;
}
