import { AsyncLocalStorage } from 'node:async_hooks';
import { describe, expect, it } from '@jest/globals';
import { Turns } from './turns.js';

const turn = () => new Promise((resolve) => setImmediate(resolve));

/** Tasks that wait for the test. */
function setup(atATime: number) {
  const turns = new Turns(atATime);
  const begun: number[] = [];
  const gates = new Map<number, PromiseWithResolvers<string>>();
  const take = (number: number) =>
    turns.take(() => {
      begun.push(number);
      gates.set(number, Promise.withResolvers<string>());
      return gates.get(number)!.promise;
    });
  return { turns, begun, gates, take };
}

describe('turns', () => {
  it('come in the order in which they were asked for, a few at a time', async () => {
    const { begun, gates, take } = setup(2);
    const results = [1, 2, 3, 4].map(take);
    await turn();
    expect(begun).toEqual([1, 2]);
    gates.get(2)?.resolve('two');
    await expect(results[1]).resolves.toBe('two');
    await turn();
    expect(begun).toEqual([1, 2, 3]);
    for (const number of [1, 3]) gates.get(number)?.resolve('done');
    await Promise.all([results[0], results[2]]);
    await turn();
    gates.get(4)?.resolve('done');
    expect(await results[3]).toBe('done');
  });

  it('pass to the next one when a task fails, with its own error', async () => {
    const { gates, take, begun } = setup(1);
    const [first, second] = [take(1), take(2)];
    await turn();
    gates.get(1)?.reject(new Error('mine'));
    await expect(first).rejects.toThrow('mine');
    await turn();
    expect(begun).toEqual([1, 2]);
    gates.get(2)?.resolve('done');
    expect(await second).toBe('done');
  });

  it('leave a task in the context of the request that asked for it', async () => {
    const { turns, gates, take } = setup(1);
    const request = new AsyncLocalStorage<string>();
    const first = request.run('first', () => take(1));
    await turn();
    const second = request.run('second', () => turns.take(() => Promise.resolve(request.getStore())));
    gates.get(1)?.resolve('done');
    expect([await first, await second]).toEqual(['done', 'second']);
  });

  it('are refused to those who find a thousand waiting', async () => {
    const { turns, gates, take } = setup(1);
    const first = take(0);
    await turn();
    const others = Array.from({ length: 1_000 }, () => turns.take(() => Promise.resolve('done')));
    await expect(take(1)).rejects.toMatchObject({ code: 'busy' });
    gates.get(0)?.resolve('done');
    expect(await first).toBe('done');
    expect(new Set(await Promise.all(others))).toEqual(new Set(['done']));
  });
});
