import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';

const text = readFileSync('docs/reliability.md', 'utf8');
const section = /^## What happens when …\n([\s\S]*?)\n## /m.exec(text)?.[1] ?? '';
const rows = section
  .split('\n')
  .filter((line) => line.startsWith('| ') && !line.startsWith('| when … |'))
  .map((line) => line.split(' | ').map((cell) => cell.replace(/^\| | \|$/g, '')));

describe('docs/reliability.md', () => {
  it.each(rows)('names a test that exists for: when %s', (_when, _then, tests = '') => {
    const links = [...tests.matchAll(/\[([^\]]+)\]\(([^)]+)\)/g)];
    expect(links.length).toBeGreaterThan(0);
    for (const [, name = '', path = ''] of links) {
      const file = join('docs', path);
      expect([file, existsSync(file)]).toEqual([file, true]);
      expect(readFileSync(file, 'utf8')).toContain(name);
    }
  });

  it('has a row for every event', () => expect(rows.length).toBeGreaterThanOrEqual(12));
});
