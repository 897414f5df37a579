import type { LoadRequest, LoadResult } from '../load/load.js';

/** What is measured. A new one is a file beside this and a line in scenarios.ts. */
export interface Scenario {
  /** As `--only` names it. */
  readonly name: string;
  readonly about: string;
  /** `baseline` is a bare Fastify application: what HTTP and JSON alone cost on this machine. */
  readonly target: 'baseline' | 'service';
  /** Makes what the requests need. The load generator sends the list over and over. */
  prepare(url: string): Promise<readonly LoadRequest[]>;
  /** Seconds of load, where the scenario needs more than others. */
  readonly seconds?: number;
  /** Sends this many requests, without a warm-up, instead of loading for a time. */
  readonly amount?: number;
  /** Connections, where the scenario says how many. */
  readonly connections?: number;
  /** Statuses beside 2xx that are right answers here. */
  readonly expects?: readonly number[];
  /** Another scenario of the same run, measured before, whose speed this one is held against. */
  readonly comparedWith?: string;
  /** @throws Error when the load did not have the effect that it must have */
  verify?(url: string, result: LoadResult, requests: readonly LoadRequest[]): Promise<void>;
}
