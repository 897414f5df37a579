import type { Compared } from './compare.js';

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

/** The rows for a terminal: names to the left, figures to the right. */
export function tableOf(rows: readonly Compared[]): string {
  const cells = [COLUMNS.map(([title]) => title), ...rows.map((row) => COLUMNS.map(([, cell]) => cell(row)))];
  const widths = COLUMNS.map((_, column) => Math.max(...cells.map((line) => line[column]?.length ?? 0)));
  const pad = (text: string, column: number): string => {
    const width = widths[column] ?? 0;
    return column === 0 ? text.padEnd(width) : text.padStart(width);
  };
  return cells.map((line) => line.map(pad).join('  ')).join('\n');
}
