import { readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { PROJECT_ROOT } from './project-root.js';
import { runTool } from './run-tool.js';

interface LintedFile {
  filePath: string;
  messages: { ruleId: string | null }[];
}

const PLANTED = 'test/architecture/planted';
const files = readdirSync(join(PROJECT_ROOT, PLANTED));

/** A planted file is called after the rule that it breaks, which eslint names with its plugin in front. */
const ruleOf = (file: string): string => basename(file, '.ts');

describe('lint rules', () => {
  const found = new Map<string, string[]>();

  beforeAll(() => {
    const { stdout } = runTool('eslint', ['--no-ignore', '--format', 'json', PLANTED]);
    for (const { filePath, messages } of JSON.parse(stdout) as LintedFile[]) {
      found.set(basename(filePath), messages.map(({ ruleId }) => basename(ruleId ?? 'not parsed')));
    }
  });

  it.each(files)('catch what is wrong in %s', (file) => {
    expect(found.get(file)).toContain(ruleOf(file));
  });

  it('catch nothing else there', () => {
    const others = [...found].filter(([file, rules]) => rules.some((rule) => rule !== ruleOf(file)));
    expect(others).toEqual([]);
  });
});
