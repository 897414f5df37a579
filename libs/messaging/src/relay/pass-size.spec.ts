import { describe, expect, it } from '@jest/globals';
import { PassSize } from './pass-size.js';

/** The sizes of the first passes over a line with a backlog. */
function sizes(bytesPerSecond: number, passes: number): number[] {
  const size = new PassSize();
  return Array.from({ length: passes }, () => {
    const { bytes } = size;
    size.learn(bytes, (bytes / bytesPerSecond) * 1_000);
    return bytes;
  });
}

const KIB = 1_024;

describe('the size of a pass', () => {
  it('doubles on a quick line until it is as much as memory allows', () => {
    expect(sizes(1e9, 10).map((bytes) => bytes / KIB)).toEqual([64, 128, 256, 512, 1_024, 2_048, 4_096, 8_192, 8_192, 8_192]);
  });

  it('comes to what takes between half a second and a second', () => {
    for (const speed of [16, 60, 100, 1_000, 5_000].map((n) => n * KIB)) {
      const seconds = (sizes(speed, 20).at(-1) ?? 0) / speed;
      expect(seconds).toBeGreaterThanOrEqual(0.5);
      expect(seconds).toBeLessThanOrEqual(1);
    }
  });

  it('does not fall below a few events, however slow the line', () => {
    expect(sizes(100, 10).at(-1)).toBe(8 * KIB);
  });

  it('learns nothing from passes that are not full, but that the line is slow', () => {
    const size = new PassSize();
    size.learn(1_000, 1);
    expect(size.bytes).toBe(64 * KIB);
    size.learn(32 * KIB, 4_000);
    expect(size.bytes).toBe(16 * KIB);
  });

  it('is a number of whole bytes, whatever was sent: PostgreSQL takes no other', () => {
    const size = new PassSize();
    size.learn(30_339, 4_000);
    expect(size.bytes).toBe(15_169);
  });

  it('begins anew on another line', () => {
    const size = new PassSize();
    size.learn(size.bytes, 4_000);
    size.reset();
    expect(size.bytes).toBe(64 * KIB);
  });
});
