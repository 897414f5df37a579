import { Logger } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { PROBLEMS } from '#libs/contracts';
import { traceIdOf } from '../logging/trace-ids.js';
import { problemOf, problemText, type ErrorTranslator, type ProblemBody } from './problem.js';

declare module 'fastify' {
  interface FastifyReply {
    /** The code of the problem that is answered, for the log line of the request; empty when all went well. */
    problemCode: string;
  }
}

export const PROBLEM_MEDIA_TYPE = 'application/problem+json';

const logger = new Logger('Problem');

/** Answers what an error means to the client. A fault of ours is logged with its stack; the answer shows nothing of it. */
export function sendProblem(error: unknown, request: FastifyRequest, reply: FastifyReply, translate?: ErrorTranslator): void {
  const body = problemOf(error, translate);
  reply.problemCode = body.code;
  if (body.code === 'internal') logger.error({ msg: 'request failed', err: error });
  else if (body.status >= 500) logger.debug({ msg: body.detail, err: error });
  if (reply.isAbandoned) void reply.send();
  else if (reply.sent || reply.raw.headersSent) reply.raw.destroy();
  else answer(body, request, reply);
}

/** The body goes as bytes: Fastify would give the media type of a text a charset, and JSON has none (RFC 8259, section 11). */
function answer(body: ProblemBody, request: FastifyRequest, reply: FastifyReply): void {
  const { retryAfterSeconds } = PROBLEMS[body.code];
  if (retryAfterSeconds !== undefined) void reply.header('retry-after', String(retryAfterSeconds));
  void reply
    .code(body.status)
    .header('content-type', PROBLEM_MEDIA_TYPE)
    .header('cache-control', 'no-store')
    .send(Buffer.from(problemText(body, request.raw.url ?? '', traceIdOf(request))));
}
