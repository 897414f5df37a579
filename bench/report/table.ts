import type { Compared } from './compare.js';
import { textTable } from './text-table.js';

type Column = readonly [title: string, cell: (row: Compared) => string];

const COLUMNS: readonly Column[] = [
  ['scenario', ({ scenario }) => scenario],
  ['req/s', ({ requestsPerSecond }) => requestsPerSecond.toFixed(0)],
  ['p50 ms', ({ p50Ms }) => p50Ms.toFixed(1)],
  ['p99 ms', ({ p99Ms }) => p99Ms.toFixed(1)],
  ['errors', ({ errors }) => String(errors)],
  ['cpu µs', ({ cpuMicrosecondsPerRequest: cpu }) => cpu.target.toFixed(0)],
  ['+ postgres', ({ cpuMicrosecondsPerRequest: cpu }) => cpu.postgres.toFixed(0)],
  ['+ nats', ({ cpuMicrosecondsPerRequest: cpu }) => cpu.nats.toFixed(0)],
  ['peak MB', ({ peakMegabytes }) => peakMegabytes.toFixed(0)],
  ['drain s', ({ drainSeconds }) => drainSeconds.toFixed(1)],
  ['speed', ({ speedRatio }) => speedRatio.toFixed(3)],
  ['cpu ×', ({ cpuRatio }) => cpuRatio.toFixed(1)],
];

export function tableOf(rows: readonly Compared[]): string {
  const cells = rows.map((row) => COLUMNS.map(([, cell]) => cell(row)));
  return textTable(COLUMNS.map(([title]) => title), cells);
}
