import { readFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from '@jest/globals';
import { connect } from 'nats';
import { findNatsServer, startNats } from '#libs/embedded';
import { eventually } from '#libs/testing';
import { makeFolder, removeFolders } from './folders.js';
import { endPrograms, hasEnded, leaveBehind, runProgram } from './program.js';

/** Writes or reads one message of a stream on disk. */
async function withStream<T>(
  url: string,
  work: (subject: string, connection: Awaited<ReturnType<typeof connect>>) => Promise<T>,
) {
  const connection = await connect({ servers: url });
  try {
    const manager = await connection.jetstreamManager();
    await manager.streams.add({ name: 'kept', subjects: ['kept.>'] });
    return await work('kept.one', connection);
  } finally {
    await connection.close();
  }
}

const publish = (url: string) => withStream(url, (subject, connection) => connection.jetstream().publish(subject, 'words'));

const lastMessage = (url: string) =>
  withStream(url, async (subject, connection) => {
    const manager = await connection.jetstreamManager();
    return (await manager.streams.getMessage('kept', { last_by_subj: subject })).string();
  });

afterEach(async () => {
  await endPrograms();
  removeFolders();
});

describe('startNats', () => {
  it('runs JetStream on loopback and keeps streams from one start to the next', async () => {
    const storeDir = join(makeFolder(), 'nats');
    const first = await startNats({ storeDir });
    expect(first.url).toBe(`nats://127.0.0.1:${first.port}`);
    await publish(first.url);
    await first.stop();
    const second = await startNats({ storeDir });
    expect(await lastMessage(second.url)).toBe('words');
    await second.stop();
  });

  it('writes to disk before it acknowledges, with a server that can', async () => {
    const folder = makeFolder();
    const binary = await findNatsServer();
    for (const [version, expected] of [
      ['2.10.0', true],
      ['2.9.25', false],
    ] as const) {
      const storeDir = join(folder, version);
      const server = await startNats({ storeDir, binary: { ...binary, version } });
      expect(readFileSync(join(storeDir, 'nats.conf'), 'utf8').includes('sync_interval: always')).toBe(expected);
      await server.stop();
    }
  });

  it('leaves nothing running when its owner is killed, and starts again with the same streams', async () => {
    const storeDir = join(makeFolder(), 'nats');
    const owner = runProgram('start-nats.ts', { args: [storeDir] });
    const [, pid, url = ''] = await owner.writes(/pid (\d+) url (\S+)/);
    await publish(url);
    owner.signal('SIGKILL');
    await owner.ended;
    const next = await startNats({ storeDir });
    expect(await lastMessage(next.url)).toBe('words');
    await hasEnded(Number(pid));
    await next.stop();
  });

  it('ends a server that nobody watches over any more, since two on one store would destroy it', async () => {
    const storeDir = join(makeFolder(), 'nats');
    const first = await startNats({ storeDir });
    const again = leaveBehind(first.pid);
    await first.stop();
    const leftOver = again();
    await eventually(() => connect({ servers: first.url, timeout: 500 }).then((connection) => connection.close()));
    const next = await startNats({ storeDir });
    await hasEnded(leftOver.pid ?? 0);
    await publish(next.url);
    await next.stop();
  });

  it('refuses a store that is in use, and leaves that server alone', async () => {
    const storeDir = join(makeFolder(), 'nats');
    const first = await startNats({ storeDir });
    const elsewhere = runProgram('start-nats.ts', { args: [storeDir] });
    expect(await elsewhere.ended).toBe(1);
    expect(elsewhere.output).toMatch(/in use/);
    await publish(first.url);
    await first.stop();
  });

  it('names the port when another program uses it', async () => {
    const other = createServer((socket) => socket.end('INFO {}\r\n'));
    await new Promise<void>((listening) => other.listen(0, '127.0.0.1', listening));
    const { port } = other.address() as AddressInfo;
    await expect(startNats({ storeDir: join(makeFolder(), 'nats'), port })).rejects.toThrow(`port ${port}`);
    other.close();
  });

  it('shows what the server said when it does not start', async () => {
    const options = { storeDir: join(makeFolder(), 'nats'), config: 'no_such_setting: 1' };
    await expect(startNats(options)).rejects.toThrow(/no_such_setting/);
  });
});
