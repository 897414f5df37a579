import { DomainError } from '#libs/kernel';
import { sendProblem } from '../problems/send-problem.js';
import type { RequestsInWork, Work } from './requests-in-work.js';

export interface DeadlineLimits {
  /** From the arrival of a request to the beginning of its answer. */
  readonly deadlineMs: number;
  /** What the client has beyond that to take the answer. */
  readonly deliveryTimeoutMs: number;
}

const LOOK_EVERY_MS = 250;

/**
 * Sees to it that nobody waits for ever: neither a client for an answer, when the database stands still, nor the service for a
 * client that does not take it. All requests have the same time, so the oldest are due first and one timer looks at them now
 * and then; Fastify's `handlerTimeout` makes a timer and an abort controller for each request.
 */
export class Deadlines {
  private readonly timer = setInterval(() => this.look(), LOOK_EVERY_MS).unref();

  constructor(
    private readonly work: RequestsInWork,
    private readonly limits: DeadlineLimits,
  ) {}

  stop(): void {
    clearInterval(this.timer);
  }

  private look(): void {
    const now = performance.now();
    for (const work of this.work.oldestFirst()) {
      const age = now - work.since;
      if (age < this.limits.deadlineMs) break;
      this.enforce(work, age);
    }
  }

  private enforce(work: Work, age: number): void {
    const { request, reply } = work;
    if (reply.raw.headersSent) {
      if (age >= this.limits.deadlineMs + this.limits.deliveryTimeoutMs) request.raw.socket.destroy();
    } else if (!request.raw.complete) {
      // A body on its way has a limit of its own (`requestTimeout`).
      this.work.restart(work);
    } else if (!reply.isAbandoned) {
      sendProblem(new DomainError('deadline_exceeded', 'The answer was not there in time.'), request, reply);
      this.work.abandon(work);
    }
  }
}
