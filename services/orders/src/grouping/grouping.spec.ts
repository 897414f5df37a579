import { afterEach, describe, expect, it } from '@jest/globals';
import { DomainError } from '#libs/kernel';
import { Grouping, type GroupingOptions } from './grouping.js';

const fulfilled = (item: string): PromiseSettledResult<string> => ({ status: 'fulfilled', value: item.toUpperCase() });

/** Those that still wait when a test is over would be sent away later, when nobody listens any more. */
const leftovers: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const finishAll of leftovers.splice(0)) await finishAll();
});

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
    // Settling takes one turn, and the next group begins in the one after it.
    await turn();
    await turn();
  };
  leftovers.push(async () => {
    await turn();
    while (ends.length > 0) await finish();
  });
  return { grouping, groups, finish };
}

/** Of the event loop. */
function turn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

describe('a grouping', () => {
  it('takes a lone item at once, and what comes meanwhile together', async () => {
    const { grouping, groups, finish } = setup();
    const results = [grouping.add('a')];
    await turn();
    expect(groups).toEqual([['a']]);
    results.push(...['b', 'c', 'd', 'e'].map((item) => grouping.add(item)));
    await finish();
    expect(groups).toEqual([['a'], ['b', 'c', 'd']]);
    await finish();
    await finish();
    expect(groups[2]).toEqual(['e']);
    expect(await Promise.all(results)).toEqual(['A', 'B', 'C', 'D', 'E']);
  });

  it('takes what arrives in the same turn together', async () => {
    const { grouping, groups } = setup();
    for (const item of ['a', 'b']) void grouping.add(item);
    expect(groups).toEqual([]);
    await turn();
    expect(groups).toEqual([['a', 'b']]);
  });

  it('works on as many groups at a time as it has lanes', async () => {
    const { grouping, groups } = setup({ maxGroup: 1, lanes: 2 });
    for (const item of ['a', 'b', 'c']) void grouping.add(item);
    await turn();
    expect(groups).toEqual([['a'], ['b']]);
  });

  it('lets two items with one key wait for each other, and nobody else for them', async () => {
    const { grouping, groups, finish } = setup({ keyOf: (item) => (item.startsWith('k') ? 'k' : undefined) });
    void grouping.add('first');
    await turn();
    for (const item of ['k1', 'k2', 'x']) void grouping.add(item);
    await finish();
    await finish();
    expect(groups).toEqual([['first'], ['k1', 'x'], ['k2']]);
  });

  it('fails those of the group that failed, and goes on with the next', async () => {
    const { grouping, finish } = setup();
    const first = grouping.add('a');
    await turn();
    const second = grouping.add('b');
    await Promise.all([expect(first).rejects.toThrow('away'), finish(new Error('away'))]);
    await Promise.all([expect(second).resolves.toBe('B'), finish()]);
  });

  it('sends those away whom no group takes in time, and never works on them', async () => {
    const { grouping, groups, finish } = setup({ patienceMs: 30 });
    const first = grouping.add('a');
    await turn();
    await expect(grouping.add('b')).rejects.toMatchObject({ code: 'busy' });
    await Promise.all([expect(first).resolves.toBe('A'), finish()]);
    const third = grouping.add('c');
    await turn();
    await Promise.all([expect(third).resolves.toBe('C'), finish()]);
    expect(groups).toEqual([['a'], ['c']]);
  });

  it('tells those to come back who find too many waiting', async () => {
    const { grouping } = setup({ maxWaiting: 2 });
    for (const item of ['a', 'b']) void grouping.add(item);
    await expect(grouping.add('c')).rejects.toThrow(DomainError);
  });
});
