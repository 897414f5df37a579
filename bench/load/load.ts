import { fork } from 'node:child_process';
import { join } from 'node:path';

/** One request as the load generator sends it. */
export interface LoadRequest {
  readonly method: 'GET' | 'PATCH' | 'POST';
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

export interface LoadOptions {
  readonly url: string;
  /** Shared out over the connections, each of which sends its share over and over. */
  readonly requests: readonly LoadRequest[];
  readonly seconds: number;
  readonly connections: number;
  /** Ends after this many requests instead of after `seconds`. */
  readonly amount?: number;
  readonly expects?: readonly number[];
  /** Requests per second, sent evenly, where the load is not as much as can be. */
  readonly rate?: number;
}

export interface LoadResult {
  /** Right answers. */
  readonly requests: number;
  readonly seconds: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  /** How many answers had which status. */
  readonly statuses: Readonly<Record<string, number>>;
  /** Answers with other statuses than 2xx and the expected ones, broken connections and time-outs. */
  readonly errors: number;
}

/** What the load generator says at its end. */
export type LoadOutcome = { readonly result: LoadResult } | { readonly failure: string };

/**
 * Sends load from a process of its own, so that measuring costs the measured one nothing but the processor.
 * @throws Error when there is no result, such as when the target does not keep up with the rate
 */
export function sendLoad(options: LoadOptions): Promise<LoadResult> {
  return new Promise((resolve, reject) => {
    const execArgv = ['--import', join(import.meta.dirname, '../../scripts/run-from-source.mjs')];
    const worker = fork(join(import.meta.dirname, 'load.worker.ts'), { execArgv });
    worker.once('message', (message) => {
      const outcome = message as LoadOutcome;
      if ('result' in outcome) resolve(outcome.result);
      else reject(new Error(outcome.failure));
    });
    worker.once('error', reject);
    worker.once('exit', (code) => reject(new Error(`the load generator ended with ${code} before it had a result`)));
    worker.send(options);
  });
}
