import { setTimeout as delay } from 'node:timers/promises';
import { describe, expect, it } from '@jest/globals';
import { Gathering } from './gathering.js';

function setup(limit = 4) {
  const batches: string[][] = [];
  const gathering = new Gathering<string>(limit, (batch) => {
    batches.push([...batch]);
    return Promise.resolve();
  });
  const add = (...items: string[]) => Promise.all(items.map((item) => gathering.add(item)));
  return { gathering, batches, add };
}

const turn = () => new Promise((resolve) => setImmediate(resolve));

describe('a gathering', () => {
  it('hands a lone item on at once', async () => {
    const { batches, add } = setup();
    await add('a');
    await turn();
    expect(batches).toEqual([['a']]);
  });

  it('rests after a small batch, and hands on together what came meanwhile', async () => {
    const { gathering, batches, add } = setup(10);
    await add('a');
    await turn();
    await add('b');
    await delay(5);
    await add('c');
    expect(batches).toEqual([['a']]);
    await gathering.settle();
    expect(batches).toEqual([['a'], ['b', 'c']]);
  });

  it('goes on by itself after the rest', async () => {
    const { batches, add } = setup();
    await add('a');
    await turn();
    await add('b');
    await delay(500);
    expect(batches).toEqual([['a'], ['b']]);
  });

  it('does not rest while a full batch is waiting', async () => {
    const { batches, add } = setup(2);
    await add('a', 'b');
    await add('c', 'd');
    await turn();
    await turn();
    expect(batches).toEqual([['a', 'b'], ['c', 'd']]);
  });
});
