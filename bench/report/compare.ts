import type { Measurement } from '../measure.js';

/** A measurement beside the baseline of the same run: only these two figures mean the same on every machine. */
export interface Compared extends Measurement {
  /** Requests per second, as a part of the baseline's. */
  readonly speedRatio: number;
  /** Processor time of service, PostgreSQL and nats-server together, as a multiple of the baseline's. */
  readonly cpuRatio: number;
  /** The speed as a part of another scenario's, where the scenario names one. */
  readonly against?: { readonly scenario: string; readonly speedRatio: number };
}

/** Adds the comparison of a scenario with another one of the same run. */
export function compareWith(row: Compared, rows: readonly Compared[], other: string | undefined): Compared {
  const against = rows.find(({ scenario }) => scenario === other);
  if (!against) return row;
  return { ...row, against: { scenario: against.scenario, speedRatio: row.requestsPerSecond / against.requestsPerSecond } };
}

/** The comparisons as sentences, for those rows that have one. */
export function comparisonsOf(rows: readonly Compared[]): string[] {
  return rows.flatMap(({ scenario, against }) =>
    against ? [`${scenario} ran at ${against.speedRatio.toFixed(2)} times the speed of ${against.scenario}`] : [],
  );
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
