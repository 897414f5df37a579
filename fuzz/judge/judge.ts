import type { ApiDescription } from '../../services/orders/test/api-description.js';
import type { Exchange } from './exchange.js';
import { problemFaults } from './problems.js';

/** The service may say that it is overloaded, and nothing else that begins with 5. */
export const isOverload = ({ answer, body }: Exchange): boolean =>
  answer.status === 503 && (body as { code?: string } | null)?.code === 'busy';

/** Pages that are no part of the API. */
const PAGES = /^\/+(docs|openapi|asyncapi)/;

/** What is wrong with an answer, in sentences. */
export function faultsOf(exchange: Exchange, description: ApiDescription): string[] {
  const { answer, operation, request } = exchange;
  const broken = answer.status >= 500 && !isOverload(exchange);
  return [
    ...(broken ? [`a ${answer.status}`] : []),
    ...problemFaults(exchange),
    ...(operation ? documentFaults(exchange, description) : routeFaults(exchange)),
    ...(request.method === 'HEAD' && answer.body !== '' ? ['a body to a HEAD'] : []),
  ];
}

function documentFaults({ operation, answer, body, request }: Exchange, description: ApiDescription): string[] {
  if (!operation) return [];
  const { status } = answer;
  if (request.method === 'HEAD') return operation.statuses.includes(String(status)) ? [] : [`an undescribed ${status}`];
  return description.faultsOf(operation.id, { status, headers: answer.headers, body });
}

/** What no operation takes gets an error of HTTP, or is one of OPTIONS and the pages. */
function routeFaults({ answer, request }: Exchange): string[] {
  if (answer.status >= 400 || PAGES.test(request.target)) return [];
  return request.method === 'OPTIONS' && answer.status === 204 ? [] : [`a ${answer.status} from no operation`];
}
