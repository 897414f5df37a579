import type { FastifyRequest } from 'fastify';
import { idempotentRequestOf, pathIdOf } from '../http/request.js';
import type { IdempotentRequest } from '../idempotency/idempotency.js';

/** A request that changes a customer. */
export interface CustomerRequest {
  readonly customerId: string;
  /** The `If-Match` header. */
  readonly ifMatch?: string;
  readonly idempotent?: IdempotentRequest;
}

export function customerRequestOf(id: string, request: FastifyRequest): CustomerRequest {
  return { customerId: pathIdOf(id), ifMatch: request.headers['if-match'], idempotent: idempotentRequestOf(request) };
}
