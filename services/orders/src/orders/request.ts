import type { FastifyRequest } from 'fastify';
import { idempotentRequestOf, pathIdOf } from '../http/request.js';
import type { ChangeRequest } from './changing/changing.service.js';

export function changeRequestOf(id: string, request: FastifyRequest): ChangeRequest {
  return { orderId: pathIdOf(id), ifMatch: request.headers['if-match'], idempotent: idempotentRequestOf(request) };
}
