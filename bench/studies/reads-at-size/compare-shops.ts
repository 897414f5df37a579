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
  /** The median time of a request in the large shop as a multiple of the one in the small shop. */
  readonly ratio: number;
}

/** Takes turns between the shops, and keeps each one's best round: what slows the others is other work on the machine. */
export async function compareShops(read: Read, small: Shop, large: Shop, rounds: number): Promise<ComparedRead> {
  const [timeSmall, timeLarge] = [await timerOf(read, small), await timerOf(read, large)];
  const [smalls, larges]: [ReadTime[], ReadTime[]] = [[], []];
  for (let round = 0; round < rounds; round += 1) {
    smalls.push(await timeSmall());
    larges.push(await timeLarge());
  }
  const best = { small: bestOf(smalls), large: bestOf(larges) };
  return { read: read.name, ...best, ratio: best.large.p50Ms / best.small.p50Ms };
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

function bestOf(times: readonly ReadTime[]): ReadTime {
  const least = (valueOf: (time: ReadTime) => number): number => Math.min(...times.map(valueOf));
  const sum = (valueOf: (time: ReadTime) => number): number => times.reduce((total, time) => total + valueOf(time), 0);
  return {
    orders: times[0]?.orders ?? 0,
    p50Ms: least(({ p50Ms }) => p50Ms),
    p99Ms: least(({ p99Ms }) => p99Ms),
    requests: sum(({ requests }) => requests),
    errors: sum(({ errors }) => errors),
    cpuMicroseconds: {
      service: least(({ cpuMicroseconds: { service } }) => service),
      postgres: least(({ cpuMicroseconds: { postgres } }) => postgres),
    },
  };
}
