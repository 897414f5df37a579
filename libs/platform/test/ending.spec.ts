import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from '@jest/globals';

const FIXTURE = fileURLToPath(new URL('./fixtures/ending.mjs', import.meta.url));

/** A process in the given mode; `says` resolves when it has written the word. */
function start(mode: string) {
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', FIXTURE, mode], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  child.stdout.on('data', (data) => (output += String(data)));
  child.stderr.on('data', (data) => (output += String(data)));
  const says = async (word: string): Promise<void> => {
    while (!output.includes(word)) await once(child.stdout, 'data');
  };
  const ended = once(child, 'close').then(([code]) => ({ code: code as number, output }));
  return { child, says, ended };
}

describe('a process', () => {
  it.each(['SIGTERM', 'SIGINT'] as const)('stops at %s and exits with 0', async (signal) => {
    const { child, says, ended } = start('clean');
    await says('ready');
    child.kill(signal);
    expect(await ended).toMatchObject({ code: 0, output: expect.stringContaining('stopped') });
  });

  it('exits at once at a second signal', async () => {
    const { child, says, ended } = start('slow');
    await says('ready');
    child.kill('SIGTERM');
    await says('stopping');
    child.kill('SIGINT');
    expect((await ended).code).toBe(130);
  });

  it('exits with 1 when it cannot stop in good order', async () => {
    const { child, says, ended } = start('failing');
    await says('ready');
    child.kill('SIGTERM');
    expect(await ended).toMatchObject({ code: 1, output: expect.stringContaining('cannot stop') });
  });

  it.each(['throwing', 'rejecting'])('that is %s without a catch says why and exits with 1', async (mode) => {
    const { code, output } = await start(mode).ended;
    expect(code).toBe(1);
    expect(output).toMatch(/uncaughtException|unhandledRejection/);
    expect(output).toMatch(/JSON|nobody listens/);
  });
});
