import { customerProblems } from './customer-problems.js';
import { inventoryProblems } from './inventory-problems.js';
import { orderProblems } from './order-problems.js';
import type { Problem } from './problem.js';
import { requestProblems } from './request-problems.js';
import { serviceProblems } from './service-problems.js';

const problems = { ...requestProblems, ...orderProblems, ...inventoryProblems, ...customerProblems, ...serviceProblems };

export type ProblemCode = keyof typeof problems;

export const PROBLEMS: Readonly<Record<ProblemCode, Problem>> = problems;

export function isProblemCode(code: string): code is ProblemCode {
  return Object.hasOwn(problems, code);
}

/** Where a service explains the problems to people; the fragment is the code. */
export const PROBLEMS_PATH = '/docs/problems';

/**
 * The `type` of a problem: a relative URI with its full path, as RFC 9457 section 3.1.1 advises, that the answering
 * service itself serves. No domain name is in it, because nobody is made to own one for running this.
 */
export function problemType(code: ProblemCode): string {
  return `${PROBLEMS_PATH}#${code}`;
}
