import { isOverload } from './judge/judge.js';
import type { Exchange } from './judge/exchange.js';

/** What was sent and answered, counted. */
export class Tally {
  requests = 0;
  mutated = 0;
  overloads = 0;
  readonly statuses = new Map<number, number>();
  /** Per operation: how often it was reached, and how often it did what was asked. */
  readonly operations = new Map<string, { reached: number; done: number }>();

  count(exchange: Exchange): void {
    const { operation, answer } = exchange;
    this.requests += 1;
    if (isOverload(exchange)) this.overloads += 1;
    this.statuses.set(answer.status, (this.statuses.get(answer.status) ?? 0) + 1);
    const name = operation?.id ?? '(no operation)';
    const counted = this.operations.get(name) ?? { reached: 0, done: 0 };
    const done = answer.status < 300 ? 1 : 0;
    this.operations.set(name, { reached: counted.reached + 1, done: counted.done + done });
  }
}
