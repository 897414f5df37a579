import type { Evidence } from './evidence.js';

export type InvariantName = `I${1 | 2 | 3 | 4 | 5 | 6 | 7 | 8 | 9 | 10}`;

export interface Invariant {
  readonly name: InvariantName;
  readonly about: string;
  /** What contradicts it, a sentence each. */
  violations(evidence: Evidence): string[];
}

/** The entries by a part of them, in the order in which the parts first came. */
export function groupBy<T, K>(entries: readonly T[], keyOf: (entry: T) => K): Map<K, T[]> {
  const groups = new Map<K, T[]>();
  for (const entry of entries) {
    const group = groups.get(keyOf(entry));
    if (group) group.push(entry);
    else groups.set(keyOf(entry), [entry]);
  }
  return groups;
}
