import { Agent, request } from 'node:http';
import type { LoadOptions, LoadRequest, LoadResult } from './load.js';
import { percentileOf } from './percentile.js';

const TICK_MS = 2;
/** When so many are unanswered the target does not keep up, and what is measured is its queue. */
const MOST_UNANSWERED = 5_000;

/**
 * Sends `rate` requests per second, evenly and whether or not the earlier ones are answered, as a crowd of clients does.
 * (autocannon's own rates send a second's worth at once and then rest.)
 */
export async function sendPaced({ url, requests, seconds, connections, rate = 1 }: LoadOptions): Promise<LoadResult> {
  const agent = new Agent({ keepAlive: true, maxSockets: connections });
  const times: number[] = [];
  const statuses: Record<string, number> = {};
  const unanswered = new Set<Promise<void>>();
  const amount = Math.round(rate * seconds);
  const started = performance.now();
  let sent = 0;
  let errors = 0;
  const sendOne = (): void => {
    const begun = performance.now();
    const answered = send(agent, url, requests[sent % requests.length] as LoadRequest).then(
      (status) => {
        times.push(performance.now() - begun);
        statuses[status] = (statuses[status] ?? 0) + 1;
      },
      () => void (errors += 1),
    );
    const answer = answered.finally(() => unanswered.delete(answer));
    unanswered.add(answer);
    sent += 1;
  };
  while (sent < amount) {
    const due = Math.min(amount, Math.ceil(((performance.now() - started) / 1000) * rate));
    if (unanswered.size + due - sent > MOST_UNANSWERED) throw new Error(`The target does not keep up with ${rate} requests/s.`);
    while (sent < due) sendOne();
    await new Promise((resolve) => setTimeout(resolve, TICK_MS));
  }
  const elapsed = (performance.now() - started) / 1000;
  await Promise.all(unanswered);
  agent.destroy();
  const right = Object.entries(statuses).filter(([status]) => status.startsWith('2'));
  const answeredRight = right.reduce((sum, [, count]) => sum + count, 0);
  return {
    requests: answeredRight,
    seconds: elapsed,
    statuses,
    p50Ms: percentileOf(times, 0.5),
    p99Ms: percentileOf(times, 0.99),
    errors: errors + times.length - answeredRight,
  };
}

function send(agent: Agent, url: string, { method, path, headers, body }: LoadRequest): Promise<number> {
  return new Promise((resolve, reject) => {
    const sending = request(new URL(path, url), { agent, method, headers }, (answer) => {
      answer.resume();
      answer.once('end', () => resolve(answer.statusCode ?? 0));
      answer.once('error', reject);
    });
    sending.once('error', reject);
    sending.end(body);
  });
}
