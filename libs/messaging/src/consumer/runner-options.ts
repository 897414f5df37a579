/** What is done about an event that cannot be handled at once. */
export interface Patience {
  /** Tries of an event whose effect fails, before it is set aside. */
  readonly maxTries: number;
  /**
   * Tries of an event whose predecessor is missing or fails, `retryDelayMs` apart, while nothing else of its key is handled. They
   * must take longer than `maxTries` and `ackWaitMs` do, or an event would be set aside for the fault of another.
   */
  readonly maxGapTries: number;
  /** The wait after the first failed try; it doubles with each one up to a minute. */
  readonly retryDelayMs: number;
  /** How long NATS waits for an answer. */
  readonly ackWaitMs: number;
}

export interface RunnerOptions extends Partial<Patience> {
  /** Events handled side by side, each of another key. */
  readonly concurrency?: number;
  /** Events of one transaction, for a consumer that takes many at a time. */
  readonly batchSize?: number;
}

export const RUNNER_DEFAULTS: Required<RunnerOptions> = {
  maxTries: 5,
  maxGapTries: 300,
  retryDelayMs: 1_000,
  ackWaitMs: 30_000,
  concurrency: 16,
  batchSize: 200,
};

const LONGEST_DELAY_MS = 60_000;

/** The wait after a failed try, so spread that those who failed together do not come back together. */
export function delayAfter(tries: number, firstMs: number): number {
  return spread(Math.min(firstMs * 2 ** (tries - 1), LONGEST_DELAY_MS));
}

function spread(delay: number): number {
  return Math.round(delay * (0.75 + Math.random() / 2));
}
