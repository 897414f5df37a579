import { STATUS_CODES, type IncomingMessage, type ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import type { ProblemCode } from '#libs/contracts';
import { problem, problemText, type ProblemBody } from '../problems/problem.js';
import { PROBLEM_MEDIA_TYPE } from '../problems/send-problem.js';
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

/** Node keeps the answer that is under way on a connection here; its own handler for these errors looks at it as well. */
interface Connection extends Socket {
  readonly _httpMessage?: (ServerResponse & { readonly req: IncomingMessage }) | null;
}

/**
 * Answers what Node's HTTP parser refused or waited for in vain: there is no request to reply to, so the answer is written to
 * the socket itself. When an earlier request on the connection is still in work, its own answer goes first, or the client
 * would take the refusal for it; when an answer has begun, nothing may be written into the middle of it.
 */
export function answerOnSocket(error: ParserError, socket: Connection): void {
  const earlier = socket._httpMessage;
  if (error.code === 'ECONNRESET' || earlier?.headersSent) socket.destroy();
  else if (earlier?.req.complete) refuseAfter(earlier, error, socket);
  else refuse(error, socket);
}

/** Node takes CONNECT for the beginning of a tunnel: no route sees it, and its connection would be closed without a word. */
export function refuseTunnel(socket: Socket): void {
  socket.on('error', () => socket.destroy());
  socket.resume();
  answerOnSocket(Object.assign(new Error('a tunnel'), { code: 'CONNECT' }), socket);
}

const waiting = new WeakSet<Socket>();

/** Node tells of the same error again with everything that still arrives. */
function refuseAfter(earlier: ServerResponse, error: ParserError, socket: Socket): void {
  if (waiting.has(socket)) return;
  waiting.add(socket);
  earlier.once('finish', () => refuse(error, socket));
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
