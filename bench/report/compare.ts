import type { Measurement } from '../measure.js';

/** A measurement beside the baseline of the same run: only these two figures mean the same on every machine. */
export interface Compared extends Measurement {
  /** Requests per second, as a part of the baseline's. */
  readonly speedRatio: number;
  /** Processor time of service, PostgreSQL and nats-server together, as a multiple of the baseline's. */
  readonly cpuRatio: number;
}

export function compare(measurement: Measurement, baseline: Measurement): Compared {
  return {
    ...measurement,
    speedRatio: measurement.requestsPerSecond / baseline.requestsPerSecond,
    cpuRatio: cpuOf(measurement) / cpuOf(baseline),
  };
}

function cpuOf({ cpuMicrosecondsPerRequest: { target, postgres, nats } }: Measurement): number {
  return target + postgres + nats;
}
