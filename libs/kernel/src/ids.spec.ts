import { describe, expect, it } from '@jest/globals';
import { isUuid, newId } from './ids.js';

const timeOf = (id: string): number => Number.parseInt(id.replaceAll('-', '').slice(0, 12), 16);

describe('a new id', () => {
  it('is a UUID of version 7 that carries the time of its making', () => {
    const before = Date.now();
    const id = newId();
    expect(isUuid(id)).toBe(true);
    expect(id[14]).toBe('7');
    expect(timeOf(id)).toBeGreaterThanOrEqual(before);
  });

  it('comes after all that this process made before, however many in a millisecond', () => {
    const ids = Array.from({ length: 20_000 }, () => newId());
    expect(ids.toSorted()).toEqual(ids);
    expect(new Set(ids).size).toBe(ids.length);
  });

  it('carries the time that it is given', () => {
    const at = new Date('2026-01-01T00:00:00.123Z');
    const ids = [newId(at), newId(at)];
    expect(ids.map(timeOf)).toEqual([at.getTime(), at.getTime()]);
    expect(ids[0]).not.toBe(ids[1]);
  });
});
