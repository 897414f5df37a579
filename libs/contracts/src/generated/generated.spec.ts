import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, it } from '@jest/globals';

it('what is generated from the schemas and the problem codes is fresh', async () => {
  const root = join(import.meta.dirname, '../../../..');
  const generator = ['--import', 'tsx', 'scripts/generate-contracts.ts', '--check'];
  const check = promisify(execFile)(process.execPath, generator, { cwd: root });
  await expect(check).resolves.toMatchObject({ stderr: '' });
});
