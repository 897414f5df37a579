import { expect, test } from '@jest/globals';
import { KeptLocked } from './kept-locked.js';

function setup() {
  const clock = { now: 0 };
  return { clock, locked: new KeptLocked(() => clock.now) };
}

test('who wants a locked row is sent away, and nobody else', () => {
  const { locked } = setup();
  locked.note(['HOT']);
  expect(() => locked.admit(['COLD', 'HOT'])).toThrow('Somebody keeps HOT locked');
  expect(() => locked.admit(['COLD'])).not.toThrow();
});

test('after a moment one may try, while the others are still sent away', () => {
  const { clock, locked } = setup();
  locked.note(['HOT']);
  clock.now = 1_000;
  expect(() => locked.admit(['HOT'])).not.toThrow();
  expect(() => locked.admit(['HOT'])).toThrow('locked');
  clock.now = 4_000;
  expect(() => locked.admit(['HOT'])).not.toThrow();
});

test('all are let in again once one came through', () => {
  const { locked } = setup();
  locked.note(['HOT', 'COLD']);
  locked.forget(['HOT']);
  expect(locked.has(['HOT'])).toBe(false);
  expect(locked.has(['HOT', 'COLD'])).toBe(true);
});

test('what nobody wants any more is forgotten', () => {
  const { clock, locked } = setup();
  locked.note(['HOT']);
  clock.now = 5_000;
  locked.note(['COLD']);
  expect(locked.has(['HOT'])).toBe(false);
});
