import { expect, it } from '@jest/globals';
import { ByteBudget } from './byte-budget.js';

it('lets wait who finds too few bytes, first come, first served', async () => {
  const budget = new ByteBudget(10);
  const served: string[] = [];
  const ask = (name: string, bytes: number) => budget.take(bytes).then(() => served.push(name));
  await ask('first', 6);
  const large = ask('large', 10);
  const small = ask('small', 1);
  await Promise.resolve();
  expect(served).toEqual(['first']);
  budget.give(6);
  await large;
  expect(served).toEqual(['first', 'large']);
  budget.give(10);
  await small;
  expect(served).toEqual(['first', 'large', 'small']);
});
