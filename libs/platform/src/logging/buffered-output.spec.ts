import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';

const ROOT = join(import.meta.dirname, '../../../..');

/** A program whose standard output is what is under test; `rest` is what it does with `output`. */
function program(rest: string) {
  const code = `
    import { bufferedOutput } from './libs/platform/src/logging/buffered-output.ts';
    const output = bufferedOutput(1);
    process.on('exit', output.flush);
    process.on('SIGTERM', () => { output.write('last\\n'); process.exit(0); });
    ${rest}`;
  const args = ['--disable-warning=ExperimentalWarning', '--input-type=module-typescript', '--eval', code];
  return spawn(process.execPath, args, { cwd: ROOT, stdio: ['ignore', 'pipe', 'inherit'] });
}

test('every line arrives in order, those of the last moment too', async () => {
  const child = program(`for (let i = 0; i < 20_000; i += 1) output.write('line ' + i + '\\n'); process.exit(0);`);
  const lines = (await text(child.stdout)).trim().split('\n');
  expect(lines).toEqual(Array.from({ length: 20_000 }, (_, index) => `line ${index}`));
});

test('a reader that has gone does not keep the process from its end', async () => {
  const child = program(`output.write('up\\n'); setInterval(() => {}, 1_000);`);
  await once(child.stdout, 'data');
  child.stdout.destroy();
  child.kill('SIGTERM');
  expect(await once(child, 'exit')).toEqual([0, null]);
});
