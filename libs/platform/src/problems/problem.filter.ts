import { Catch, Logger, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { PROBLEMS } from '#libs/contracts';
import { unmatched, type RouteTable } from '../http/method-not-allowed.js';
import { occurrence, problemOf, type ErrorTranslator } from './problem.js';

const logger = new Logger('Problem');

/** The one place where an error becomes an answer. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  constructor(
    private readonly translate: ErrorTranslator,
    private readonly routes: RouteTable,
  ) {}

  catch(error: unknown, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    const request = http.getRequest<FastifyRequest>();
    const reply = http.getResponse<FastifyReply>();
    if (request.is404) this.answerUnmatched(request, reply);
    else sendProblem(error, request, reply, this.translate);
  }

  private answerUnmatched(request: FastifyRequest, reply: FastifyReply): void {
    const allowed = this.routes.allowed(request.url);
    if (allowed.length > 0) void reply.header('allow', allowed.join(', '));
    sendProblem(unmatched(allowed), request, reply);
  }
}

export function sendProblem(error: unknown, request: FastifyRequest, reply: FastifyReply, translate?: ErrorTranslator): void {
  const problem = problemOf(error, translate);
  if (problem.status >= 500) logFault(error, problem.status, request.id);
  if (reply.sent || reply.raw.headersSent) {
    reply.raw.destroy();
    return;
  }
  const retryAfter = PROBLEMS[problem.code].retryAfterSeconds;
  if (retryAfter !== undefined) void reply.header('retry-after', String(retryAfter));
  void reply
    .code(problem.status)
    .header('content-type', 'application/problem+json; charset=utf-8')
    .send(JSON.stringify({ ...problem, ...occurrence(request.url, request.id) }));
}

/** A 503 is an expected state and told in a line; anything else is a fault of ours and keeps its stack. */
function logFault(error: unknown, status: number, requestId: string): void {
  if (status === 503) logger.warn({ msg: 'not served', request_id: requestId, reason: String(error).slice(0, 200) });
  else logger.error({ msg: 'request failed', request_id: requestId, err: error });
}
