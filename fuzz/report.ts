import type { Finding } from './client.js';
import type { Fuzzed, FuzzOptions } from './run.js';

/** A service that is asked by so few clients has no reason to be overloaded more often than this. */
const MOST_OVERLOADS = 0.01;

const LONGEST = 2_000;

/** Everything that is wrong, in the words of the report; nothing when all is well. */
export function complaintsOf({ findings, aftermath, tally }: Fuzzed, { requests, seed }: FuzzOptions): string[] {
  const overloaded = tally.overloads > tally.requests * MOST_OVERLOADS;
  return [
    ...findings.map(describeFinding),
    ...aftermath.map((fault) => `Afterwards: ${fault}`),
    ...(overloaded ? [`${tally.overloads} of ${tally.requests} requests were refused as too many`] : []),
  ].map((complaint) => `${complaint}\nAgain with: npm run fuzz -- --requests ${requests} --seed ${seed}`);
}

function describeFinding({ faults, request, answer }: Finding): string {
  const asked = shorten(request.bytes.toString());
  const answered = answer ? `${answer.status} ${shorten(answer.body)}` : 'nothing';
  return [...faults, `asked: ${asked}`, `answered: ${answered}`].join('\n  ');
}

/** One line, in which what cannot be seen is escaped. */
function shorten(text: string): string {
  const line = JSON.stringify(text);
  return line.length <= LONGEST ? line : `${line.slice(0, LONGEST)}… (${text.length} characters)`;
}

const column = (count: number): string => String(count).padStart(8);

export function summaryOf({ tally, seconds }: Fuzzed, { seed }: FuzzOptions): string {
  const statuses = [...tally.statuses].sort(([a], [b]) => a - b).map(([status, count]) => `${status}: ${count}`);
  const operations = [...tally.operations].sort(([a], [b]) => a.localeCompare(b));
  const width = Math.max(...operations.map(([name]) => name.length));
  return [
    `seed ${seed}: ${tally.requests} requests in ${seconds.toFixed(1)} s, ${tally.mutated} of them mutated`,
    `answered with ${statuses.join(', ')}; ${tally.overloads} times overloaded`,
    `${'operation'.padEnd(width)}  reached     done`,
    ...operations.map(([name, { reached, done }]) => [name.padEnd(width), column(reached), column(done)].join(' ')),
  ].join('\n');
}
