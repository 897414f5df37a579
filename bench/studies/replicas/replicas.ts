import { textTable } from '../../report/text-table.js';
import type { Findings, Study, StudyOptions } from '../study.js';
import { openCluster } from './cluster.js';
import { loadCluster, type ClusterLoad } from './load-cluster.js';

const COUNTS = [1, 2, 4];
const SECONDS = 30;

export const replicas: Study = {
  name: 'replicas',
  about: `POST /orders to ${COUNTS.join(', ')} processes over one database, at full load and at half of what one can take`,
  run: measureReplicas,
};

async function measureReplicas({ quick, connections }: StudyOptions): Promise<Findings> {
  const seconds = quick ? 4 : SECONDS;
  const loads: ClusterLoad[] = [];
  let rate: number | undefined;
  for (const count of COUNTS) {
    console.log(`  ${count} of them`);
    const cluster = await openCluster(count);
    try {
      await loadCluster(cluster, { connections, seconds: quick ? 1 : 5 });
      const full = await loadCluster(cluster, { connections, seconds });
      rate ??= Math.floor(full.ordersPerSecond / 2);
      loads.push(full, await loadCluster(cluster, { connections, seconds, rate }));
    } finally {
      await cluster.stop();
    }
  }
  const errors = loads.reduce((sum, load) => sum + load.errors, 0);
  return { figures: { loads }, lines: [tableOf(loads), '', ...loads.map(waitsOf)], errors };
}

type Column = readonly [title: string, cell: (load: ClusterLoad) => string];

const COLUMNS: readonly Column[] = [
  ['load', ({ processes, load }) => `${processes}, ${load}`],
  ['orders/s', ({ ordersPerSecond }) => ordersPerSecond.toFixed(0)],
  ['published/s', ({ publishedPerSecond }) => publishedPerSecond.toFixed(0)],
  ['p50 ms', ({ p50Ms }) => p50Ms.toFixed(1)],
  ['p99 ms', ({ p99Ms }) => p99Ms.toFixed(1)],
  ['errors', ({ errors }) => String(errors)],
  ['services µs', ({ cpuMicroseconds: cpu }) => cpu.services.toFixed(0)],
  ['+ postgres', ({ cpuMicroseconds: cpu }) => cpu.postgres.toFixed(0)],
  ['+ nats', ({ cpuMicroseconds: cpu }) => cpu.nats.toFixed(0)],
  ['commits', ({ perOrder }) => perOrder.commits.toFixed(2)],
  ['WAL kB', ({ perOrder }) => (perOrder.walBytes / 1_000).toFixed(1)],
  ['disk kB', ({ perOrder }) => (perOrder.diskBytes / 1_000).toFixed(1)],
];

function tableOf(loads: readonly ClusterLoad[]): string {
  const cells = loads.map((load) => COLUMNS.map(([, cell]) => cell(load)));
  return textTable(COLUMNS.map(([title]) => title), cells);
}

function waitsOf({ processes, load, sessions }: ClusterLoad): string {
  const shares = Object.entries(sessions).map(([what, count]) => `${what} ${count.toFixed(2)}`);
  return `${processes} at ${load} load, sessions at a time that were: ${shares.join(', ')}`;
}
