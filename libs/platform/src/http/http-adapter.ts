import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { DomainError } from '#libs/kernel';
import type { ErrorTranslator } from '../problems/problem.js';
import { sendProblem } from '../problems/send-problem.js';
import { AllowedMethods } from './allowed-methods.js';
import { Deadlines } from './deadlines.js';
import { answerOnSocket, refuseTunnel } from './raw-errors.js';
import { RateLimit } from './rate-limit.js';
import { requestIdOf } from './request-id.js';
import { RequestFlow, type FlowOptions } from './request-flow.js';
import { watchRoutes } from './route-traits.js';
import { answerUnrouted } from './unrouted.js';

export interface HttpLimits {
  readonly bodyLimitBytes: number;
  readonly headerLimitBytes: number;
  readonly headersTimeoutMs: number;
  readonly requestTimeoutMs: number;
  readonly idleTimeoutMs: number;
  readonly keepAliveTimeoutMs: number;
  readonly maxConnections: number;
  readonly maxConcurrentRequests: number;
  readonly maxPipelinedRequests: number;
  readonly maxBodyBytesInWork: number;
  readonly deadlineMs: number;
  readonly deliveryTimeoutMs: number;
  readonly maxUntakenBytes: number;
  readonly rateLimitPerSecond: number;
  readonly trustProxy: string;
}

/** Node looks for connections that timed out this often; its default of 30 s would make every shorter timeout a lie. */
const TIMEOUT_CHECK_MS = 1_000;

/** Room for an encoded key or SKU in a path. */
const MAX_PARAM_LENGTH = 512;

/**
 * Fastify under Nest with every limit set and every error answered as a problem. Nest's own not-found and error handlers are
 * replaced, because they see only what Fastify lets through. There is no Nest middleware (`skipMiddie`): its hook would cost
 * every request.
 */
export class HttpAdapter extends FastifyAdapter {
  readonly flow: RequestFlow;
  private readonly allowed = new AllowedMethods();

  constructor(
    private readonly limits: HttpLimits,
    onFinished: FlowOptions['onFinished'],
    private readonly translate: ErrorTranslator,
  ) {
    super({
      logger: false,
      skipMiddie: true,
      genReqId: requestIdOf,
      trustProxy: trustOf(limits.trustProxy),
      bodyLimit: limits.bodyLimitBytes,
      requestTimeout: limits.requestTimeoutMs,
      connectionTimeout: limits.idleTimeoutMs,
      keepAliveTimeout: limits.keepAliveTimeoutMs,
      return503OnClosing: false,
      routerOptions: { maxParamLength: MAX_PARAM_LENGTH },
      http: {
        maxHeaderSize: limits.headerLimitBytes,
        headersTimeout: Math.min(limits.headersTimeoutMs, limits.requestTimeoutMs),
        connectionsCheckingInterval: TIMEOUT_CHECK_MS,
        requireHostHeader: false,
      },
      frameworkErrors: (error: unknown, request: FastifyRequest, reply: FastifyReply) =>
        this.flow.pipelines.inTurn(reply.raw, () => this.answerRouterError(error, request, reply)),
      clientErrorHandler: (error, socket) => answerOnSocket(error, socket, this.flow.pipelines),
    });
    this.flow = new RequestFlow({
      maxConcurrent: limits.maxConcurrentRequests,
      maxPipelined: limits.maxPipelinedRequests,
      bodyLimitBytes: limits.bodyLimitBytes,
      maxBodyBytes: Math.max(limits.maxBodyBytesInWork, limits.bodyLimitBytes),
      maxUntakenBytes: limits.maxUntakenBytes,
      rateLimit: new RateLimit(limits.rateLimitPerSecond),
      answerUnrouted: (request, reply) => answerUnrouted(this.allowed, request, reply),
      onFinished,
    });
    this.limitServer();
    watchRoutes(this.fastify);
    this.allowed.watch(this.fastify);
    this.flow.hook(this.fastify);
    this.watchWork();
  }

  get fastify(): FastifyInstance {
    return this.getInstance<FastifyInstance>();
  }

  override setNotFoundHandler(): FastifyInstance {
    return this.fastify.setNotFoundHandler((request, reply) => answerUnrouted(this.allowed, request, reply));
  }

  override setErrorHandler(): FastifyInstance {
    return this.fastify.setErrorHandler((error, request, reply) => {
      const { code } = error as { code?: string };
      const tooLarge = new DomainError('payload_too_large', `The body is larger than ${this.limits.bodyLimitBytes} bytes.`);
      sendProblem(code === 'FST_ERR_CTP_BODY_TOO_LARGE' ? tooLarge : error, request, reply, this.translate);
    });
  }

  /** The router calls this before any hook runs. */
  private answerRouterError(error: unknown, request: FastifyRequest, reply: FastifyReply): void {
    this.flow.begin(request, reply);
    sendProblem(error, request, reply, this.translate);
  }

  private watchWork(): void {
    const watches = [new Deadlines(this.flow.work, this.limits), this.flow.untaken];
    this.fastify.addHook('onClose', (_, done) => {
      watches.forEach((watch) => watch.stop());
      done();
    });
  }

  private limitServer(): void {
    const { server } = this.fastify;
    server.maxConnections = this.limits.maxConnections;
    server.on('connect', (_: IncomingMessage, socket: Socket) => refuseTunnel(socket, this.flow.pipelines));
    // An expectation other than 100-continue may be ignored (RFC 9110, section 10.1.1); Node would answer 417 without a body.
    server.on('checkExpectation', (request: IncomingMessage, response: ServerResponse) =>
      server.emit('request', request, response),
    );
  }
}

/** `true` believes everyone; else the addresses and networks of the proxies. */
function trustOf(setting: string): boolean | string {
  return setting === 'true' || (setting !== 'false' && setting !== '' && setting);
}
