import { AsyncLocalStorage } from 'node:async_hooks';
import type { FastifyRequest } from 'fastify';

/** The request that the running code works for, so that its log lines carry the ids without passing them along. */
export const requestContext = new AsyncLocalStorage<FastifyRequest>();
