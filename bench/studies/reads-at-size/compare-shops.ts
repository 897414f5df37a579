import { sendLoad, type LoadOptions } from '../../load/load.js';
import { cpuMicroseconds } from '../../system/process-tree.js';
import type { Read } from './reads.js';
import type { Shop } from './shop.js';

/** What a read takes in a shop: one client that waits for each answer, and nobody else. */
export interface ReadTime {
  readonly orders: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly requests: number;
  readonly errors: number;
  /** Of the service and of PostgreSQL, per request in µs. */
  readonly cpuMicroseconds: { readonly service: number; readonly postgres: number };
}

export interface ComparedRead {
  readonly read: string;
  readonly small: ReadTime;
  readonly large: ReadTime;
  /** The median time in the large shop as a multiple of the one in the small shop. */
  readonly ratio: number;
}

/** Takes turns between the shops, so that other work on the machine slows both, and keeps the median of the rounds. */
export async function compareShops(read: Read, small: Shop, large: Shop, rounds: number): Promise<ComparedRead> {
  const [timeSmall, timeLarge] = [await timerOf(read, small), await timerOf(read, large)];
  const [smalls, larges]: [ReadTime[], ReadTime[]] = [[], []];
  for (let round = 0; round < rounds; round += 1) {
    smalls.push(await timeSmall());
    larges.push(await timeLarge());
  }
  const ratio = median(larges.map(({ p50Ms }, round) => p50Ms / (smalls[round]?.p50Ms ?? Number.NaN)));
  return { read: read.name, small: summaryOf(smalls), large: summaryOf(larges), ratio };
}

/** Asks for a second before anything is counted: plans are made and pages are in memory then. */
async function timerOf(read: Read, { orders, sql, url, pids }: Shop): Promise<() => Promise<ReadTime>> {
  const paths = await read.paths(sql, url);
  const requests = paths.map((path) => ({ method: 'GET', path }) as const);
  const load: LoadOptions = { url, requests, connections: 1, seconds: 1 };
  await sendLoad(load);
  return async () => {
    const before = [cpuMicroseconds(pids.service), cpuMicroseconds(pids.postgres)] as const;
    const { p50Ms, p99Ms, requests: answered, errors } = await sendLoad(load);
    const service = (cpuMicroseconds(pids.service) - before[0]) / answered;
    const postgres = (cpuMicroseconds(pids.postgres) - before[1]) / answered;
    return { orders, p50Ms, p99Ms, requests: answered, errors, cpuMicroseconds: { service, postgres } };
  };
}

function summaryOf(times: readonly ReadTime[]): ReadTime {
  return {
    orders: times[0]?.orders ?? 0,
    p50Ms: median(times.map(({ p50Ms }) => p50Ms)),
    p99Ms: median(times.map(({ p99Ms }) => p99Ms)),
    requests: sum(times.map(({ requests }) => requests)),
    errors: sum(times.map(({ errors }) => errors)),
    cpuMicroseconds: {
      service: median(times.map(({ cpuMicroseconds: { service } }) => service)),
      postgres: median(times.map(({ cpuMicroseconds: { postgres } }) => postgres)),
    },
  };
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
