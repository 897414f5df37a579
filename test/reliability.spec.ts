import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';

const text = readFileSync('docs/reliability.md', 'utf8');
const section = /^## What happens when …\n([\s\S]*?)\n## /m.exec(text)?.[1] ?? '';
const rows = section
  .split('\n')
  .filter((line) => line.startsWith('| ') && !line.startsWith('| when … |'))
  .map((line) => line.split(' | ').map((cell) => cell.replace(/^\| | \|$/g, '')));

/** A string that opens a call of `it`, `test` or `describe`, with or without `each`, or that opens a row of cases. */
const TITLE = /(?:\b(?:it|test|describe)\(|\)\(|(?<![\w\])])\[)\s*(['`])((?:\\.|(?!\1).)*)\1/g;

/** What the tests in a source are called, and the cases that they are given. */
function titlesIn(source: string): string[] {
  const code = source.replaceAll(/^\s*(?:\/\/|\/?\*).*$/gm, '');
  return [...code.matchAll(TITLE)].map(([, , title = '']) => title);
}

describe('docs/reliability.md', () => {
  it.each(rows)('names a test that exists for: when %s', (_when, _then, tests = '') => {
    const links = [...tests.matchAll(/\[([^\]]+)\]\(([^)]+)\)/g)];
    expect(links.length).toBeGreaterThan(0);
    for (const [, name = '', path = ''] of links) {
      const file = join('docs', path);
      expect([file, existsSync(file)]).toEqual([file, true]);
      expect(titlesIn(readFileSync(file, 'utf8'))).toContainEqual(expect.stringContaining(name));
    }
  });

  it('has a row for every event', () => expect(rows.length).toBe(21));

  it('means titles of tests and of their cases, not other words of the file', () => {
    const source = `
      // it('is switched off', () => undefined);
      const sentence = 'is only said';
      rows['is an index'] = say('is an argument');
      describe('a thing', () => {
        it('is a test', () => undefined);
        it.each([['a case', 1], ['another one', 2]])('is %s', () => undefined);
        it.each(['publish', 'delete'] as const)('before %s', () => undefined);
        it.each(CASES)('with %s', () => undefined);
      });`;
    const titles = ['a thing', 'is a test', 'a case', 'another one', 'is %s', 'publish', 'before %s', 'with %s'];
    expect(titlesIn(source).toSorted()).toEqual(titles.toSorted());
  });
});
