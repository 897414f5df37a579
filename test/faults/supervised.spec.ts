import { afterEach, expect, it } from '@jest/globals';
import { startOwned } from '#libs/embedded';
import { eventually } from '#libs/testing';
import { startedWhen } from '../../faults/system/start.js';
import { Supervised } from '../../faults/system/supervised.js';

const stops: (() => unknown)[] = [];
afterEach(async () => {
  for (const stop of stops.splice(0)) await stop();
});

const SLEEP = 'echo ready; exec sleep 60';

/** A program that runs one script of the shell after the other; the last one again and again. */
async function supervise(...scripts: [string, ...string[]]) {
  const start = () => {
    const [script] = scripts.length > 1 ? [scripts.shift()] : scripts;
    const ready = Promise.withResolvers<void>();
    const shell = { name: 'script', command: 'sh', args: ['-c', script ?? ''], stopSignal: 'SIGTERM' } as const;
    return startedWhen(ready.promise, startOwned({ ...shell, onLine: () => ready.resolve() }));
  };
  const program = new Supervised({ name: 'script', start });
  stops.push(() => program.stop());
  await program.start();
  return program;
}

it('a death before the program is ready counts, and it is started again', async () => {
  const program = await supervise('exit 3', SLEEP);
  expect([program.isUp, program.deaths]).toEqual([true, ['exit code 3 before it was ready']]);
});

it('a death that a fault ordered does not count, another one does', async () => {
  const program = await supervise(SLEEP);
  expect(await program.end()).toBe('SIGKILL');
  expect(program.deaths).toEqual([]);
  process.kill(program.now.pid, 'SIGKILL');
  await eventually(() => program.deaths.length > 0);
  expect(program.deaths).toEqual(['SIGKILL']);
  await program.isWhole();
});

it('a program of ours that is stopped has to end with exit code 0', async () => {
  const program = await supervise('trap "exit 0" TERM; echo ready; while :; do sleep 0.01; done', SLEEP);
  expect([await program.terminate(), program.deaths]).toEqual(['exit code 0', []]);
  expect([await program.terminate(), program.deaths]).toEqual(['SIGTERM', ['stopped with SIGTERM']]);
});

it('two who want its end get one each', async () => {
  const program = await supervise('trap "exit 0" TERM; echo ready; while :; do sleep 0.01; done');
  expect(await Promise.all([program.terminate(), program.end(), program.terminate()])).toEqual([
    'exit code 0',
    'SIGKILL',
    'exit code 0',
  ]);
  expect(program.deaths).toEqual([]);
});

it('everybody who waits for a program that cannot be started again is told', async () => {
  const program = await supervise(SLEEP, 'exit 3');
  const ended = program.end();
  await eventually(() => program.deaths.length > 0);
  await program.stop();
  await expect(ended).rejects.toThrow('script could not be started again');
  await expect(program.isWhole()).rejects.toThrow('script could not be started again');
});
