import { isProblemCode, PROBLEMS } from '#libs/contracts';
import type { Exchange } from './exchange.js';

/** The longest piece of a request that an error may repeat. */
const MAX_ECHO = 64;

/** What an error must never show: statements, stacks, names of files and of the parts behind the service. */
const INTERNALS =
  /\b(?:select .+ from|insert into|update \w+ set|delete from)\b|\bat \S+ \(|node_modules|\.[jt]s:\d|postgres|ECONN|relation "|column "|syntax error|TypeError|undefined/i;

/** What is wrong with an error, wherever it came from. */
export function problemFaults({ answer, body, request }: Exchange): string[] {
  if (answer.status < 400 || request.method === 'HEAD') return [];
  const { code = '', status } = (body ?? {}) as { code?: string; status?: number };
  return [
    ...(isProblemCode(code) && PROBLEMS[code].status === answer.status && status === answer.status
      ? []
      : [`${answer.status} with the code ${JSON.stringify(code)} and the status ${status}`]),
    ...(answer.headers['content-type'] === 'application/problem+json' ? [] : [`an error as ${answer.headers['content-type']}`]),
    ...(INTERNALS.test(withoutEcho(body)) ? ['an error that shows internals'] : []),
    ...(echoes(answer.body, request.bytes.toString('latin1')) ? [`an error that repeats more than ${MAX_ECHO} characters`] : []),
  ];
}

/** `instance` is the path of the request, and pointers hold names from its body. */
function withoutEcho(body: unknown): string {
  const { instance: _, errors: __, ...rest } = body as { instance?: string; errors?: unknown };
  return JSON.stringify(rest);
}

/** Whether the texts share more than that. Only then do they share an aligned block of half the length. */
function echoes(answer: string, request: string): boolean {
  const block = MAX_ECHO / 2;
  for (let start = 0; start + block <= answer.length; start += block) {
    if (!request.includes(answer.slice(start, start + block))) continue;
    for (let from = Math.max(0, start - block); from <= start; from += 1) {
      const piece = answer.slice(from, from + MAX_ECHO + 1);
      if (piece.length > MAX_ECHO && request.includes(piece)) return true;
    }
  }
  return false;
}
