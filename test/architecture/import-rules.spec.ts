import { existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import { roomsOf } from '../../scripts/check/rooms.js';
import { GOOD_TREE, VIOLATIONS } from './import-rules.violations.js';
import { plantTree } from './plant-tree.js';
import { PROJECT_ROOT } from './project-root.js';
import { runTool } from './run-tool.js';

interface Report {
  modules: { source: string }[];
  summary: {
    violations: { from: string; to: string; rule: { name: string } }[];
    ruleSetUsed: { forbidden: { name: string }[] };
  };
}

/** What the project's own configuration says of the code in `root`. */
function cruise(root: string): Report {
  const configuration = join(PROJECT_ROOT, '.dependency-cruiser.js');
  const { stdout } = runTool('depcruise', ['--config', configuration, '-T', 'json', ...roomsOf(root)], root);
  return JSON.parse(stdout) as Report;
}

const importing = (...names: string[]): string => names.map((name) => `import '${name}';\n`).join('');

function setup(planted: readonly { file: string; imports: string }[]): Report {
  const tree = plantTree();
  afterAll(() => tree.remove());
  for (const [file, imports] of Object.entries(GOOD_TREE)) tree.write(file, importing(...imports));
  for (const { file, imports } of planted) tree.write(file, importing(imports));
  return cruise(tree.root);
}

describe('import rules', () => {
  const withViolations = setup(VIOLATIONS);
  const without = setup([]);

  it.each(VIOLATIONS.map(({ rule, file, imports }) => [rule, file, imports]))('%s: %s must not import %s', (rule, file) => {
    const found = withViolations.summary.violations.filter(({ from }) => from === file);
    expect(found.map((violation) => violation.rule.name)).toContain(rule);
  });

  it('find nothing in a tree without violations', () => {
    expect(without.summary.violations).toEqual([]);
    expect(without.modules.map(({ source }) => source)).toEqual(expect.arrayContaining(Object.keys(GOOD_TREE)));
  });

  it('blame the planted files only', () => {
    const blamed = new Set(withViolations.summary.violations.map(({ from }) => from));
    expect([...blamed].sort()).toEqual(VIOLATIONS.map(({ file }) => file).sort());
  });

  it('have a planted violation each', () => {
    const planted = new Set(VIOLATIONS.map(({ rule }) => rule));
    expect([...planted].sort()).toEqual(withViolations.summary.ruleSetUsed.forbidden.map(({ name }) => name).sort());
  });

  it('hold in this project, and look at every library and service of it', async () => {
    const report = cruise(PROJECT_ROOT);
    const seen = new Set(report.modules.map(({ source }) => source.split('/').slice(0, 2).join('/')));
    const present: string[] = [];
    for (const room of ['libs', 'services'].filter((name) => existsSync(join(PROJECT_ROOT, name)))) {
      for (const name of await readdir(join(PROJECT_ROOT, room))) present.push(`${room}/${name}`);
    }
    expect(report.summary.violations.map(({ rule, from, to }) => `${rule.name}: ${from} → ${to}`)).toEqual([]);
    expect([...seen]).toEqual(expect.arrayContaining(present));
  });
});
