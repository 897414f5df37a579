import { describe, expect, it } from '@jest/globals';
import { slopeOf } from '../../bench/soak/slope.js';
import { describeSoak } from '../../bench/soak/soak.js';
import { residentMegabytes } from '../../bench/system/process-tree.js';

const sawtooth = (growth: number) =>
  Array.from({ length: 600 }, (_, second) => ({ minutes: second / 60, value: 100 + (growth * second) / 60 + (second % 7) }));

describe('a soak', () => {
  it.each([0, 2.5, -1])('finds a growth of %s MB per minute under the ups and downs of a heap', (growth) => {
    expect(slopeOf(sawtooth(growth))).toBeCloseTo(growth, 1);
  });

  it('tells the memory of each tenth of its time', () => {
    const samples = Array.from({ length: 20 }, (_, index) => ({ minutes: index / 20, rss: 150 + index, heap: 60 - index }));
    const text = describeSoak({ minutes: 1, requests: 5, errors: 0, samples, rssSlope: 0.251, heapSlope: -1.5 });
    expect(text.split('\n').slice(1, 4)).toEqual([
      'minute  RSS MB heap max  heap min',
      '   0.0     151      60        59',
      '   0.1     153      58        57',
    ]);
    expect(text).toContain('RSS +0.25 MB/min, heap −1.50 MB/min');
  });

  it('reads the size of a process', () => {
    const megabytes = process.memoryUsage().rss / 2 ** 20;
    expect(residentMegabytes(process.pid)).toBeGreaterThan(megabytes / 2);
    expect(residentMegabytes(process.pid)).toBeLessThan(megabytes * 2);
  });
});
