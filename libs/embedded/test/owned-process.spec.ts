import { afterEach, describe, expect, it } from '@jest/globals';
import { startOwned } from '#libs/embedded';
import { isAlive } from '../src/process/processes.js';
import { endPrograms, hasEnded, runProgram } from './program.js';

afterEach(endPrograms);

const NOBODY = ['65534', '65534'];
const users = process.getuid?.() === 0 ? [[], NOBODY] : [[]];

describe('a process that is owned', () => {
  it.each(users.map((user) => ({ user, name: user.length > 0 ? 'as another user' : 'as the same user' })))(
    'ends when its owner is killed, $name',
    async ({ user }) => {
      const owner = runProgram('own-a-process.ts', { args: user });
      const pid = Number((await owner.writes(/pid (\d+)/))[1]);
      expect(isAlive(pid)).toBe(true);
      owner.signal('SIGKILL');
      await hasEnded(pid);
    },
  );

  it('is out of reach of Ctrl-C in the terminal, so that its owner stops it in order', async () => {
    const owned = startOwned({ name: 'sleep', command: 'sleep', args: ['100'], stopSignal: 'SIGTERM' });
    try {
      expect(() => process.kill(-owned.pid, 0)).not.toThrow();
    } finally {
      await owned.stop();
    }
  });

  it('is killed when it does not stop in time', async () => {
    const ready = Promise.withResolvers<void>();
    const stubborn = startOwned({
      name: 'a stubborn one',
      command: process.execPath,
      args: ['-e', 'process.on("SIGTERM", () => {}); setInterval(() => {}, 1000); console.log("ready")'],
      stopSignal: 'SIGTERM',
      onLine: () => ready.resolve(),
    });
    await ready.promise;
    await stubborn.stop(50);
    expect(await stubborn.ended).toBe('SIGKILL');
  });

  it('tells how it ended, also when it could not be started', async () => {
    const missing = startOwned({ name: 'nothing', command: '/nowhere/program', args: [], stopSignal: 'SIGTERM' });
    expect(await missing.ended).toMatch(/exit code 1\d\d|ENOENT/);
  });
});
