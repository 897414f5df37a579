import { type LoadResult, sendLoad } from './load/load.js';
import type { Options } from './options.js';
import type { Scenario } from './scenarios/scenario.js';
import { cpuMicroseconds, peakMegabytes, resetPeak } from './system/process-tree.js';
import type { System } from './system/system.js';

/** Processor time per request in µs; the target is the service, or the bare application for the baseline. */
export interface CpuPerRequest {
  readonly target: number;
  readonly postgres: number;
  readonly nats: number;
}

export interface Measurement {
  readonly scenario: string;
  readonly about: string;
  readonly requestsPerSecond: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly requests: number;
  readonly errors: number;
  readonly cpuMicrosecondsPerRequest: CpuPerRequest;
  /** From the end of the load until every event was published. */
  readonly drainSeconds: number;
  /** Requests per second, counted until their last event was published. */
  readonly publishedPerSecond: number;
  readonly peakMegabytes: number;
}

/** Runs one scenario: prepare, warm up, load, wait until the events are out and consumed. */
export async function measure(scenario: Scenario, system: System, options: Options): Promise<Measurement> {
  const url = system.urls[scenario.target];
  const pids = { target: system.pids[scenario.target], postgres: system.pids.postgres, nats: system.pids.nats };
  const requests = await scenario.prepare(url);
  const { amount, expects, connections = options.connections } = scenario;
  const load = { url, requests, connections, amount, expects };
  if (amount === undefined) await sendLoad({ ...load, seconds: options.warmUpSeconds });
  await system.settle();

  resetPeak(pids.target);
  const cpuOf = cpuSince(pids);
  const result = await sendLoad({ ...load, seconds: options.quick ? options.seconds : (scenario.seconds ?? options.seconds) });
  const loadEnded = performance.now();
  await system.published();
  const drainSeconds = (performance.now() - loadEnded) / 1000;
  await system.settle();
  await scenario.verify?.(url, result, requests);
  return {
    scenario: scenario.name,
    about: scenario.about,
    ...figuresOf(result),
    cpuMicrosecondsPerRequest: {
      target: cpuOf('target') / result.requests,
      postgres: cpuOf('postgres') / result.requests,
      nats: cpuOf('nats') / result.requests,
    },
    drainSeconds,
    publishedPerSecond: result.requests / (result.seconds + drainSeconds),
    peakMegabytes: peakMegabytes(pids.target),
  };
}

function cpuSince<Name extends string>(pids: Readonly<Record<Name, number>>): (name: Name) => number {
  const names = Object.keys(pids) as Name[];
  const before = new Map(names.map((name) => [name, cpuMicroseconds(pids[name])]));
  return (name) => cpuMicroseconds(pids[name]) - (before.get(name) ?? 0);
}

function figuresOf({ requests, seconds, p50Ms, p99Ms, errors }: LoadResult) {
  return { requestsPerSecond: requests / seconds, requests, p50Ms, p99Ms, errors };
}
