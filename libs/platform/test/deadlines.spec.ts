import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { afterEach, describe, expect, it } from '@jest/globals';
import { eventually } from '#libs/testing';
import { startSample } from './sample-service.js';

let sample: Awaited<ReturnType<typeof startSample>>;
const sockets: Socket[] = [];
afterEach(async () => {
  sockets.splice(0).forEach((socket) => socket.destroy());
  sample.gate.open();
  await sample.stop();
});

const ask = async (path: string, signal?: AbortSignal) => {
  const answer = await fetch(sample.url + path, { signal });
  const text = await answer.text();
  const { code } = JSON.parse(text) as { code?: string };
  return { status: answer.status, retryAfter: answer.headers.get('retry-after'), code };
};

async function open(): Promise<Socket> {
  const socket = connect(sample.port, '127.0.0.1');
  sockets.push(socket);
  await once(socket, 'connect');
  return socket;
}

const isServed = () => eventually(async () => expect((await ask('/things')).status).toBe(200));

describe('a request whose handler does not end', () => {
  it('is answered when its time is over, and takes a place until the handler has ended', async () => {
    sample = await startSample({ DEADLINE_MS: '300', MAX_CONCURRENT_REQUESTS: '1' });
    const overdue = { status: 503, retryAfter: '2', code: 'deadline_exceeded' };
    expect(await ask('/things/slow')).toEqual(overdue);
    expect(await ask('/things')).toMatchObject({ status: 503, code: 'busy' });
    sample.gate.open();
    await isServed();
  });

  it('takes a place also when its client has gone away', async () => {
    sample = await startSample({ MAX_CONCURRENT_REQUESTS: '1' });
    const client = new AbortController();
    const gone = ask('/things/slow', client.signal);
    await sample.gate.whenEntered;
    client.abort();
    await expect(gone).rejects.toThrow('aborted');
    expect(await ask('/things')).toMatchObject({ status: 503, code: 'busy' });
    sample.gate.open();
    await isServed();
  });
});

describe('a client that is slow', () => {
  it('with a body has the time of the body, and then that of the answer', async () => {
    sample = await startSample({ DEADLINE_MS: '300', REQUEST_TIMEOUT_MS: '10000' });
    const socket = await open();
    const body = '{"name":"Chair","qty":2}';
    socket.write(`POST /things HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: ${body.length}\r\n\r\n`);
    for (const letter of body) {
      socket.write(letter);
      await ask('/health');
      await new Promise((resolve) => setTimeout(resolve, 40));
    }
    const [answer] = (await once(socket.setEncoding('utf8'), 'data')) as [string];
    expect(answer).toMatch(/^HTTP\/1\.1 201 /);
  });

  it('and does not take its answer is cut off', async () => {
    const one = { MAX_CONCURRENT_REQUESTS: '1', MAX_UNTAKEN_BYTES: '66000000' };
    sample = await startSample({ DEADLINE_MS: '200', DELIVERY_TIMEOUT_MS: '200', ...one });
    const socket = await open();
    socket.pause().write('GET /things/large HTTP/1.1\r\nHost: x\r\n\r\n');
    await eventually(async () => expect(await ask('/things')).toMatchObject({ code: 'busy' }));
    await isServed();
    socket.resume();
    await once(socket, 'close');
    expect(socket.bytesRead).toBeLessThan(32_000_000);
  });
});

describe('clients that do not take large answers', () => {
  it('are cut off when these fill too much memory together, the one first that has waited longest', async () => {
    sample = await startSample({ MAX_UNTAKEN_BYTES: '66000000', MAX_CONCURRENT_REQUESTS: '2' });
    const [first, second] = [await open(), await open()];
    const want = (socket: Socket) => socket.pause().write('GET /things/large HTTP/1.1\r\nHost: x\r\n\r\n');
    want(first);
    await isServed();
    want(second);
    // Busy until one of the two is gone.
    await isServed();
    first.resume();
    await once(first, 'close');
    expect(first.bytesRead).toBeLessThan(32_000_000);
    second.resume();
    await eventually(() => second.bytesRead > 32_000_000);
  });
});

describe('a client that wants too much at once', () => {
  it('in large bodies is told so, while small ones are let in', async () => {
    sample = await startSample({ BODY_LIMIT_BYTES: '60000', MAX_BODY_BYTES_IN_WORK: '65536' });
    const large = JSON.stringify({ name: 'Chair', qty: 2, blob: 'x'.repeat(20_000) });
    const slow = await open();
    slow.write('POST /things HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 50000\r\n\r\n');
    const post = async (body: string) => (await sample.post(body)).status;
    await eventually(async () => expect(await post(large)).toBe(503));
    expect(await post('{"name":"Chair","qty":2}')).toBe(201);
    slow.destroy();
    await eventually(async () => expect(await post(large)).toBe(422));
  });

  it('of connections finds the further ones closed, and those that are open at work', async () => {
    sample = await startSample({ MAX_CONNECTIONS: '3' });
    const [first] = [await open(), await open(), await open()];
    const fourth = await open();
    expect(await Promise.race([once(fourth, 'close'), once(fourth, 'error')])).toBeDefined();
    first?.write('GET /things HTTP/1.1\r\nHost: x\r\n\r\n');
    expect(String((await once(first as Socket, 'data'))[0])).toMatch(/^HTTP\/1\.1 200 /);
    first?.destroy();
    await isServed();
  });
});
