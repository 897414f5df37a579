import { type LoadResult, sendLoad } from '../../load/load.js';
import { POST_ORDER } from '../../scenarios/order-body.js';
import { cpuMicroseconds } from '../../system/process-tree.js';
import type { Cluster } from './cluster.js';
import { costSince, type DatabaseCost } from './database-cost.js';
import { watchSessions, type Sessions } from './sessions.js';

export interface ClusterLoad {
  readonly processes: number;
  readonly load: 'full' | 'half';
  readonly ordersPerSecond: number;
  /** Counted until the last event was in the stream. */
  readonly publishedPerSecond: number;
  readonly p50Ms: number;
  /** Of the process that was slowest. */
  readonly p99Ms: number;
  readonly errors: number;
  /** Per order, until its event was published and the outbox empty. */
  readonly cpuMicroseconds: { readonly services: number; readonly postgres: number; readonly nats: number };
  readonly perOrder: DatabaseCost;
  readonly sessions: Sessions;
}

export interface Amount {
  /** Over all processes together, as is the rate. */
  readonly connections: number;
  readonly seconds: number;
  /** Orders per second; as many as can be without it. */
  readonly rate?: number;
}

/** Spreads the load evenly, as a load balancer does: each process gets its part from a load generator of its own. */
export async function loadCluster({ services, servers }: Cluster, { connections, seconds, rate }: Amount): Promise<ClusterLoad> {
  const processes = services.length;
  const part = { seconds, connections: connections / processes, ...(rate !== undefined && { rate: rate / processes }) };
  await servers.settle();
  const cpuBefore = cpuOf(services, servers.pids);
  const costOf = await costSince(servers.sql);
  const stopWatching = watchSessions(servers.databaseUrl);
  const results = await Promise.all(services.map(({ url }) => sendLoad({ url, requests: [POST_ORDER], ...part })));
  const loadEnded = performance.now();
  const sessions = await stopWatching();
  await servers.published();
  const drainSeconds = (performance.now() - loadEnded) / 1_000;
  await servers.settle();
  const cpuAfter = cpuOf(services, servers.pids);
  const orders = sum(results, ({ requests }) => requests);
  return {
    processes,
    load: rate === undefined ? 'full' : 'half',
    ordersPerSecond: sum(results, (result) => result.requests / result.seconds),
    publishedPerSecond: orders / (seconds + drainSeconds),
    p50Ms: sum(results, ({ p50Ms }) => p50Ms) / processes,
    p99Ms: Math.max(...results.map(({ p99Ms }) => p99Ms)),
    errors: sum(results, ({ errors }) => errors),
    cpuMicroseconds: {
      services: (cpuAfter.services - cpuBefore.services) / orders,
      postgres: (cpuAfter.postgres - cpuBefore.postgres) / orders,
      nats: (cpuAfter.nats - cpuBefore.nats) / orders,
    },
    perOrder: await costOf(orders),
    sessions,
  };
}

function cpuOf(services: Cluster['services'], { postgres, nats }: Cluster['servers']['pids']) {
  return {
    services: services.reduce((total, { pid }) => total + cpuMicroseconds(pid), 0),
    postgres: cpuMicroseconds(postgres),
    nats: cpuMicroseconds(nats),
  };
}

function sum(results: readonly LoadResult[], valueOf: (result: LoadResult) => number): number {
  return results.reduce((total, result) => total + valueOf(result), 0);
}
