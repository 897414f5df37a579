import { trace, type SpanContext } from '@opentelemetry/api';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { DomainError } from '#libs/kernel';
import { requestContext } from '../logging/request-context.js';
import { sendProblem } from '../problems/send-problem.js';
import { bodyBytesOf, SMALL_BODY_BYTES } from './body-bytes.js';
import { setCommonHeaders } from './common-headers.js';
import { Pipelines } from './pipelines.js';
import type { RateLimit } from './rate-limit.js';
import { RequestsInWork } from './requests-in-work.js';
import { routeTraitsOf, type RouteTraits } from './route-traits.js';
import { UntakenAnswers } from './untaken-answers.js';

/** What is told about a request when its answer has gone out or its connection has ended. */
export interface FinishedRequest {
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
  readonly route: RouteTraits;
  readonly status: number;
  readonly span: SpanContext | undefined;
}

export interface FlowOptions {
  readonly maxConcurrent: number;
  /** Requests of one connection that wait for those before them. */
  readonly maxPipelined: number;
  readonly bodyLimitBytes: number;
  /** Of all bodies together, small ones aside. */
  readonly maxBodyBytes: number;
  /** Of all answers together. */
  readonly maxUntakenBytes: number;
  readonly rateLimit: RateLimit;
  readonly answerUnrouted: (request: FastifyRequest, reply: FastifyReply) => void;
  readonly onFinished: (finished: FinishedRequest) => void;
}

/** The status that is logged and counted for a client that went away before its answer was sent, as nginx does. */
const CLIENT_CLOSED_REQUEST = 499;

/**
 * What happens to every request before its route and after its answer, in one hook and one listener, because each hook costs.
 * It takes the requests of a connection in turn and counts those in work; streams that stay open for long (`@LongLived()`) are
 * not work, and probes are never too many.
 */
export class RequestFlow {
  readonly work = new RequestsInWork();
  readonly untaken: UntakenAnswers;
  readonly pipelines: Pipelines;
  private draining = false;

  constructor(private readonly options: FlowOptions) {
    this.untaken = new UntakenAnswers(this.work, options.maxUntakenBytes);
    this.pipelines = new Pipelines({ perConnection: options.maxPipelined, inAll: options.maxConcurrent });
  }

  get inWork(): number {
    return this.work.count;
  }

  /** From now on every answer closes its connection, so that clients turn to another instance. */
  drain(): void {
    this.draining = true;
  }

  hook(fastify: FastifyInstance): void {
    fastify.decorateReply('problemCode', '').decorateReply('isAbandoned', false);
    fastify.addHook('onRequest', (request, reply, done) => {
      this.pipelines.inTurn(reply.raw, () => this.enter(request, reply, done));
    });
  }

  /** Starts the bookkeeping of a request. @returns why it is not served, when it is not */
  begin(request: FastifyRequest, reply: FastifyReply, route = routeTraitsOf(request)): DomainError | undefined {
    const span = nameSpan(request, route);
    setCommonHeaders(request, reply, route.isPage);
    if (this.draining) void reply.header('connection', 'close');
    const bodyBytes = bodyBytesOf(request, this.options.bodyLimitBytes);
    const endWork = route.isLongLived ? undefined : this.work.begin(request, reply, bodyBytes, route.isProbe);
    reply.raw.once('prefinish', () => this.untaken.onAnswered(reply.raw));
    reply.raw.once('close', () => {
      endWork?.();
      const status = reply.raw.writableFinished ? reply.raw.statusCode : CLIENT_CLOSED_REQUEST;
      this.options.onFinished({ request, reply, route, status, span });
    });
    return route.isProbe || route.isLongLived ? undefined : this.refusalOf(request, bodyBytes);
  }

  private enter(request: FastifyRequest, reply: FastifyReply, done: () => void): void {
    const route = routeTraitsOf(request);
    const refusal = this.begin(request, reply, route);
    if (refusal !== undefined) sendProblem(refusal, request, reply);
    else if (request.is404 || request.method === 'OPTIONS') this.options.answerUnrouted(request, reply);
    // HEAD runs the handler of GET, which would open a stream that nobody reads.
    else if (route.isLongLived && request.method === 'HEAD') void reply.send();
    else requestContext.run(request, done);
  }

  private refusalOf(request: FastifyRequest, bodyBytes: number): DomainError | undefined {
    if (this.work.count > this.options.maxConcurrent)
      return new DomainError('busy', 'Too many requests are being served. Come back in a moment.');
    if (bodyBytes > SMALL_BODY_BYTES && this.work.bodyBytes > this.options.maxBodyBytes)
      return new DomainError('busy', 'Too many large requests are being served. Come back in a moment, or send smaller ones.');
    if (this.options.rateLimit.isExceededBy(request.ip))
      return new DomainError('rate_limited', 'Too many requests in this second from one address.');
    // Node would answer this itself, without a body (RFC 9112, section 3.2).
    if (request.headers.host === undefined && request.raw.httpVersion === '1.1')
      return new DomainError('malformed_request', 'The Host header is missing.');
    return undefined;
  }
}

/** Names the HTTP span by its route, as the semantic conventions ask: `POST /orders`, never a path with an id in it. */
function nameSpan(request: FastifyRequest, { route }: RouteTraits): SpanContext | undefined {
  const span = trace.getActiveSpan();
  span?.updateName(`${request.method} ${route}`).setAttribute('http.route', route);
  return span?.spanContext();
}
