/** A figure at a time. */
export interface Sample {
  readonly minutes: number;
  readonly value: number;
}

/** By how much the figure grows in a minute: the slope of the line that fits the samples best (least squares). */
export function slopeOf(samples: readonly Sample[]): number {
  const mean = (of: (sample: Sample) => number) => samples.reduce((sum, sample) => sum + of(sample), 0) / samples.length;
  const [time, value] = [mean(({ minutes }) => minutes), mean((sample) => sample.value)];
  const covariance = mean((sample) => (sample.minutes - time) * (sample.value - value));
  return covariance / mean(({ minutes }) => (minutes - time) ** 2);
}
