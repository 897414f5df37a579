import { describe, expect, it } from '@jest/globals';
import { RestingOrders } from './resting-orders.js';

const SECOND = 1_000;
const HOUR = 3_600 * SECOND;

function setup() {
  let now = 0;
  const resting = new RestingOrders(() => now);
  const pass = (ms: number): void => void (now += ms);
  return { resting, pass };
}

describe('an order that could not expire', () => {
  it('rests for 30 seconds, twice as long after each further failure, and never longer than an hour', () => {
    const { resting, pass } = setup();
    for (const rest of [30, 60, 120, 240, 480, 960, 1_920, 3_600, 3_600]) {
      resting.failed('a');
      pass(rest * SECOND - 1);
      expect([resting.has('a'), resting.has('b')]).toEqual([true, false]);
      pass(1);
      expect(resting.has('a')).toBe(false);
      resting.forgetOld();
    }
  });

  it('is forgotten an hour after its rest when it was not tried again', () => {
    const { resting, pass } = setup();
    resting.failed('a');
    resting.failed('a');
    pass(60 * SECOND + HOUR + 1);
    resting.forgetOld();
    resting.failed('a');
    pass(30 * SECOND);
    expect(resting.has('a')).toBe(false);
  });
});
