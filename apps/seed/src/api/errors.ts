/** What the service says of a request that it refuses: RFC 9457, with the service's `code`. */
export interface Problem {
  readonly status: number;
  readonly code: string;
  readonly title: string;
  readonly detail?: string;
  readonly errors?: readonly { readonly pointer: string; readonly message: string }[];
  readonly [fact: string]: unknown;
}

export class Refused extends Error {
  constructor(
    method: string,
    path: string,
    readonly problem: Problem,
  ) {
    super(`${method} ${path} was refused with ${problem.status} (${problem.code}): ${sentenceOf(problem)}`);
  }
}

export class NotReachable extends Error {
  constructor(url: string) {
    super(`No Pulse ERP answers at ${url}. Start it with "npm start", or name another with --url.`);
  }
}

function sentenceOf({ title, detail, errors = [] }: Problem): string {
  const faults = errors.slice(0, 3).map(({ pointer, message }) => `${pointer} ${message}`);
  return [detail ?? title, ...faults].join(' ');
}
