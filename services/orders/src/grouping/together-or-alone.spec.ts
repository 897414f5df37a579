import { expect, it } from '@jest/globals';
import { togetherOrAlone } from './together-or-alone.js';

const turn = () => new Promise((resolve) => setImmediate(resolve));

it('tries the items of a group that failed alone, two at a time, so that they do not take every connection', async () => {
  let running = 0;
  let most = 0;
  const work = async (group: readonly number[]): Promise<PromiseSettledResult<number>[]> => {
    if (group.length > 1) throw new Error('one of them is wrong');
    most = Math.max(most, (running += 1));
    await turn();
    running -= 1;
    if (group[0] === 3) throw new Error('three is wrong');
    return group.map((value) => ({ status: 'fulfilled', value }));
  };
  const results = await togetherOrAlone([1, 2, 3, 4, 5, 6], work);
  expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled', 'rejected', ...Array(3).fill('fulfilled')]);
  expect(results[2]).toMatchObject({ reason: new Error('three is wrong') });
  expect(most).toBe(2);
});
