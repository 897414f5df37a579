import type { FastifyReply, FastifyRequest } from 'fastify';
import { DomainError } from '#libs/kernel';
import { sendProblem } from '../problems/send-problem.js';
import type { AllowedMethods } from './allowed-methods.js';

/** Answers a request that no route takes: 204 with `Allow` to OPTIONS, 405 with `Allow` to a wrong method, else 404. */
export function answerUnrouted(allowed: AllowedMethods, request: FastifyRequest, reply: FastifyReply): void {
  const methods = methodsInstead(allowed, request);
  const isServerWide = request.raw.url === '*';
  if (methods.length > 0 || isServerWide)
    void reply.header('allow', isServerWide ? allowed.all().join(', ') : methods.join(', '));
  if (request.method === 'OPTIONS' && (methods.length > 0 || isServerWide)) void reply.code(204).send();
  else sendProblem(methods.length === 0 ? noRoute() : wrongMethod(methods), request, reply);
}

/** None when the method is right: then a route took the path but has nothing there, such as a file that does not exist. */
function methodsInstead(allowed: AllowedMethods, request: FastifyRequest): readonly string[] {
  const methods = allowed.of(request.raw.url ?? '/');
  return request.method !== 'OPTIONS' && methods.includes(request.method) ? [] : methods;
}

function noRoute(): DomainError {
  return new DomainError('route_not_found', 'No route has this path; /docs lists those there are.');
}

function wrongMethod(methods: readonly string[]): DomainError {
  return new DomainError('method_not_allowed', `This path takes ${methods.join(', ')}.`);
}
