import { expect, test } from '@jest/globals';
import { RestingStreams } from './resting-streams.js';

function setup() {
  const clock = { now: 0 };
  return { clock, resting: new RestingStreams(() => clock.now) };
}

const full = { stream: 'stock', subjects: ['stock_moves.>', 'a.*.b'], reason: 'full' };

test('a stream in trouble rests a little, its subjects told as patterns of LIKE', () => {
  const { clock, resting } = setup();
  resting.troubled(full);
  expect(resting.has('stock')).toBe(true);
  expect(resting.has('orders')).toBe(false);
  expect(resting.isAnyResting()).toBe(true);
  expect(resting.patterns()).toEqual(['stock\\_moves.%', 'a.%.b']);
  clock.now = 400;
  expect(resting.has('stock')).toBe(false);
  expect(resting.isAnyResting()).toBe(false);
  expect(resting.patterns()).toEqual([]);
});

test('it rests longer each time, within bounds, and begins anew once it flowed', () => {
  const { clock, resting } = setup();
  for (let times = 0; times < 20; times += 1) resting.troubled(full);
  clock.now = 1_400;
  expect(resting.has('stock')).toBe(true);
  clock.now = 2_600;
  expect(resting.has('stock')).toBe(false);
  resting.flows('stock');
  resting.troubled(full);
  clock.now += 400;
  expect(resting.has('stock')).toBe(false);
});

test('it is tried at once when the broker is there again', () => {
  const { resting } = setup();
  resting.troubled(full);
  resting.wake();
  expect(resting.has('stock')).toBe(false);
});

test('it rests no longer when nothing waits for it, whoever has seen to that', () => {
  const { resting } = setup();
  resting.troubled(full);
  expect(resting.troubledStreams()).toEqual(['stock']);
  resting.end();
  expect(resting.troubledStreams()).toEqual([]);
});
