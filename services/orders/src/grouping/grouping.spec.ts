import { describe, expect, it } from '@jest/globals';
import { DomainError } from '#libs/kernel';
import { Grouping, type GroupingOptions } from './grouping.js';

const fulfilled = (item: string): PromiseSettledResult<string> => ({ status: 'fulfilled', value: item.toUpperCase() });

/** Work that waits for the test: `finish` ends the oldest group that is under way. */
function setup(given: Partial<GroupingOptions<string>> = {}) {
  const groups: (readonly string[])[] = [];
  const ends: ((error?: Error) => void)[] = [];
  const grouping = new Grouping<string, string>({ maxGroup: 3, lanes: 1, maxWaiting: 5, ...given }, (group) => {
    groups.push(group);
    return new Promise((resolve, reject) => ends.push((error) => (error ? reject(error) : resolve(group.map(fulfilled)))));
  });
  const finish = async (error?: Error): Promise<void> => {
    ends.shift()?.(error);
    await new Promise((resolve) => setImmediate(resolve));
  };
  return { grouping, groups, finish };
}

describe('a grouping', () => {
  it('takes a lone item at once, and what comes meanwhile together', async () => {
    const { grouping, groups, finish } = setup();
    const results = ['a', 'b', 'c', 'd', 'e'].map((item) => grouping.add(item));
    expect(groups).toEqual([['a']]);
    await finish();
    expect(groups).toEqual([['a'], ['b', 'c', 'd']]);
    await finish();
    await finish();
    expect(groups[2]).toEqual(['e']);
    expect(await Promise.all(results)).toEqual(['A', 'B', 'C', 'D', 'E']);
  });

  it('works on as many groups at a time as it has lanes', () => {
    const { grouping, groups } = setup({ lanes: 2 });
    for (const item of ['a', 'b', 'c']) void grouping.add(item);
    expect(groups).toEqual([['a'], ['b']]);
  });

  it('lets two items with one key wait for each other, and nobody else for them', async () => {
    const { grouping, groups, finish } = setup({ keyOf: (item) => (item.startsWith('k') ? 'k' : undefined) });
    for (const item of ['first', 'k1', 'k2', 'x']) void grouping.add(item);
    await finish();
    await finish();
    expect(groups).toEqual([['first'], ['k1', 'x'], ['k2']]);
  });

  it('fails those of the group that failed, and goes on with the next', async () => {
    const { grouping, finish } = setup();
    const [first, second] = [grouping.add('a'), grouping.add('b')];
    await Promise.all([expect(first).rejects.toThrow('away'), finish(new Error('away'))]);
    await Promise.all([expect(second).resolves.toBe('B'), finish()]);
  });

  it('sends those away whom no group takes in time, and never works on them', async () => {
    const { grouping, groups, finish } = setup({ patienceMs: 30 });
    const first = grouping.add('a');
    await expect(grouping.add('b')).rejects.toMatchObject({ code: 'busy' });
    await Promise.all([expect(first).resolves.toBe('A'), finish()]);
    await Promise.all([expect(grouping.add('c')).resolves.toBe('C'), finish()]);
    expect(groups).toEqual([['a'], ['c']]);
  });

  it('tells those to come back who find too many waiting', async () => {
    const { grouping } = setup({ maxWaiting: 2 });
    for (const item of ['a', 'b', 'c']) void grouping.add(item);
    await expect(grouping.add('d')).rejects.toThrow(DomainError);
  });
});
