import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { DRIFT } from '../../scripts/check/parts.js';
import { PROJECT_ROOT } from './project-root.js';
import { runTool } from './run-tool.js';

interface Planted {
  file: string;
  edit: (text: string) => string;
  /** What the report has to name. */
  named: string;
}

const PLANTED: Readonly<Record<string, Planted>> = {
  contracts: { file: 'asyncapi.json', edit: (text) => `${text}\n`, named: 'asyncapi.json' },
  settings: { file: '.env.example', edit: (text) => `${text}FORGOTTEN=1\n`, named: '.env.example' },
  docs: { file: 'openapi.json', edit: (text) => `${text}\n`, named: 'openapi.json' },
  migrations: {
    file: 'services/orders/src/orders/orders.schema.ts',
    edit: (text) => `${text}export const forgotten = pgTable('forgotten', { id: uuid('id').primaryKey() });\n`,
    named: 'CREATE TABLE "forgotten"',
  },
};

const NOT_COPIED = ['.git', '.pulse', 'node_modules', 'coverage'];

/** That nothing is stale in the project itself, `npm test` finds out with `npm run check` before it runs any test. */
describe('drift of generated files', () => {
  const tree = mkdtempSync(join(tmpdir(), 'pulse-drift-'));
  const check = (part: string) => runTool('tsx', ['scripts/check/check.ts', '--only', part], tree);

  beforeAll(() => {
    const filter = (source: string): boolean => !NOT_COPIED.includes(basename(source));
    // With their times, so that a build that is fresh here is fresh there.
    cpSync(PROJECT_ROOT, tree, { recursive: true, preserveTimestamps: true, filter });
    symlinkSync(join(PROJECT_ROOT, 'node_modules'), join(tree, 'node_modules'));
  });
  afterAll(() => rmSync(tree, { recursive: true }));

  it.each(DRIFT.map(({ name }) => name))('is reported: %s', (name) => {
    const { file, edit, named } = PLANTED[name]!;
    const fresh = readFileSync(join(tree, file), 'utf8');
    writeFileSync(join(tree, file), edit(fresh));
    const { exitCode, stdout } = check(`drift of ${name}`);
    writeFileSync(join(tree, file), fresh);
    expect(stdout).toContain(named);
    expect(exitCode).toBe(1);
  }, 60_000);

  it('is planted for every generator', () => {
    expect(Object.keys(PLANTED).sort()).toEqual(DRIFT.map(({ name }) => name).sort());
  });

  it('is not overlooked when a generator is missing', () => {
    const manifest = readFileSync(join(tree, 'package.json'), 'utf8');
    writeFileSync(join(tree, 'package.json'), manifest.replace('"generate:settings"', '"generate:nothing"'));
    const { exitCode, stdout } = check('drift of settings');
    writeFileSync(join(tree, 'package.json'), manifest);
    expect(stdout).toContain('generate:settings');
    expect(exitCode).toBe(1);
  });

  it('a part that does not exist is a failure, not a check that passed', () => {
    expect(check('drfit').exitCode).toBe(1);
  });
});
