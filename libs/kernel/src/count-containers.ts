/**
 * How many objects and arrays a JSON value is made of. In a text each takes two characters, in memory some sixty bytes and more,
 * so a size in bytes says little about them.
 */
export function countContainers(value: unknown): number {
  if (typeof value !== 'object' || value === null) return 0;
  const parts: unknown[] = Array.isArray(value) ? value : Object.values(value);
  return parts.reduce<number>((count, part) => count + countContainers(part), 1);
}
