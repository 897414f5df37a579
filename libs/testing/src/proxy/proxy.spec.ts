import { connect, createServer, type Socket } from 'node:net';
import { afterEach, describe, expect, it } from '@jest/globals';
import { eventually } from '../eventually.js';
import { Proxy } from './proxy.js';

const closers: (() => void)[] = [];
afterEach(() => closers.splice(0).forEach((close) => close()));

/** A server that answers each piece with `answer to <piece>`, behind a proxy. */
async function setup() {
  const heard: string[] = [];
  const server = createServer((socket) => {
    socket.on('error', () => undefined).on('data', (data) => {
      heard.push(String(data));
      socket.write(`answer to ${String(data)}`);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as { port: number };
  const proxy = await Proxy.open(`tcp://127.0.0.1:${port}`);
  closers.push(() => proxy.close(), () => server.close());
  const dial = async () => {
    const socket = connect(Number(new URL(proxy.url).port), '127.0.0.1');
    const answers: string[] = [];
    const end = { how: '' };
    socket.on('data', (data) => answers.push(String(data)));
    socket.on('error', (error: NodeJS.ErrnoException) => (end.how = error.code ?? ''));
    closers.push(() => socket.destroy());
    await eventually(() => !socket.connecting);
    return { socket, answers, end };
  };
  return { proxy, dial, heard };
}

const closed = (socket: Socket) => eventually(() => socket.closed);

describe('a proxy', () => {
  it('carries both ways, and knows its connections by the port that the server sees', async () => {
    const { proxy, dial, heard } = await setup();
    const { socket, answers } = await dial();
    socket.write('one');
    await eventually(() => answers.join() === 'answer to one');
    expect([heard, proxy.open, proxy.carries(1)]).toEqual([['one'], 1, false]);
    socket.end();
    await closed(socket);
    await eventually(() => proxy.open === 0);
  });

  it('holds up one direction until the weather changes, and then nothing is missing', async () => {
    const { proxy, dial, heard } = await setup();
    const { socket, answers } = await dial();
    proxy.setWeather({ stalls: 'back' });
    socket.write('one');
    await eventually(() => heard.length === 1);
    await eventually(() => proxy.toll.stalled === 1);
    expect(answers).toEqual([]);
    proxy.setWeather({});
    await eventually(() => answers.join() === 'answer to one');
  });

  it('loses answers, and resets the connections that lost some when the weather changes', async () => {
    const { proxy, dial, heard } = await setup();
    const [unlucky, idle] = [await dial(), await dial()];
    proxy.setWeather({ swallows: 'back' });
    unlucky.socket.write('one');
    await eventually(() => heard.length === 1);
    await eventually(() => proxy.losing === 1);
    proxy.setWeather({});
    await closed(unlucky.socket);
    expect([unlucky.answers, proxy.toll]).toMatchObject([[], { lost: 1, reset: 1 }]);
    idle.socket.write('two');
    await eventually(() => idle.answers.join() === 'answer to two');
  });

  it('strikes where it is told to: an answer is lost, the request was made', async () => {
    const { proxy, dial, heard } = await setup();
    const { socket, answers, end } = await dial();
    proxy.setStrike((piece, direction) => (direction === 'back' && piece.includes('two') ? 'reset' : 'pass'));
    socket.write('one');
    await eventually(() => answers.length === 1);
    socket.write('two');
    await closed(socket);
    expect([heard, answers, end.how]).toEqual([['one', 'two'], ['answer to one'], 'ECONNRESET']);
  });

  it('makes a connection mute: it stays open, and no answer comes', async () => {
    const { proxy, dial, heard } = await setup();
    const [mute, other] = [await dial(), await dial()];
    proxy.setStrike((piece) => (piece.includes('one') ? 'mute' : 'pass'));
    mute.socket.write('one');
    await eventually(() => heard.length === 1);
    proxy.setStrike();
    mute.socket.write('two');
    await eventually(() => heard.length === 2);
    other.socket.write('three');
    await eventually(() => other.answers.join() === 'answer to three');
    expect([mute.answers, mute.socket.closed]).toEqual([[], false]);
  });

  it('lets half of a request through', async () => {
    const { proxy, dial, heard } = await setup();
    const { socket } = await dial();
    proxy.setStrike(() => 'half');
    socket.write('onetwo');
    await closed(socket);
    await eventually(() => proxy.open === 0);
    expect(['', 'one']).toContain(heard.join());
  });

  it('tells who listens of each piece, and of one connection by one object', async () => {
    const { proxy, dial } = await setup();
    const heard: [string, string, object][] = [];
    proxy.listen((piece, direction, connection) => heard.push([String(piece), direction, connection]));
    const [first, second] = [await dial(), await dial()];
    first.socket.write('one');
    await eventually(() => first.answers.length === 1);
    second.socket.write('two');
    await eventually(() => second.answers.length === 1);
    expect(heard.map(([piece, direction]) => [piece, direction])).toEqual([
      ['one', 'there'],
      ['answer to one', 'back'],
      ['two', 'there'],
      ['answer to two', 'back'],
    ]);
    const [there, back, other] = heard.map(([, , connection]) => connection);
    expect([there === back, there === other]).toEqual([true, false]);
    expect(proxy.toll).toEqual({ delayed: 0, stalled: 0, lost: 0, reset: 0, refused: 0 });
  });

  it('counts what a slow line delays', async () => {
    const { proxy, dial } = await setup();
    const { socket, answers } = await dial();
    proxy.setWeather({ delayMs: { from: 1, to: 2 } });
    socket.write('one');
    await eventually(() => answers.length === 1);
    expect(proxy.toll.delayed).toBe(2);
  });

  it('lets nobody through while it is cut', async () => {
    const { proxy, dial } = await setup();
    const before = await dial();
    proxy.setWeather({ cut: true });
    await closed(before.socket);
    await closed((await dial()).socket);
    expect(proxy.toll).toMatchObject({ reset: 1, refused: 1 });
    proxy.setWeather({});
    const { socket, answers } = await dial();
    socket.write('one');
    await eventually(() => answers.length === 1);
  });
});
