import { expect, test } from '@jest/globals';
import { eventually } from './eventually.js';

test('gives what the check gave once it holds', async () => {
  let looks = 0;
  const value = await eventually(() => (++looks < 3 ? false : `held at look ${looks}`), { every: 1 });
  expect(value).toBe('held at look 3');
});

test('an expectation that fails is looked at again, and its error is what is thrown in the end', async () => {
  let looks = 0;
  await eventually(() => expect(++looks).toBe(2), { every: 1 });
  expect(looks).toBe(2);
  await expect(eventually(() => expect('this').toBe('that'), { within: 30 })).rejects.toThrow('"that"');
});

test('a check that never answers is given up in time', async () => {
  const never = () => new Promise<boolean>(() => {});
  await expect(eventually(never, { within: 30 })).rejects.toThrow('did not hold within 30 ms');
});
