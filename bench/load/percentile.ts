/** The time that `share` of the answers did not exceed (nearest rank). */
export function percentileOf(times: readonly number[], share: number): number {
  const ascending = Float64Array.from(times).sort();
  return ascending[Math.ceil(ascending.length * share) - 1] ?? 0;
}
