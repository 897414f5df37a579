import { once } from 'node:events';
import type { Server } from 'node:http';
import { connect, type Socket } from 'node:net';
import { promisify } from 'node:util';
import { afterEach, describe, expect, it } from '@jest/globals';
import { eventually } from '#libs/testing';
import { startSample } from './sample-service.js';

let sample: Awaited<ReturnType<typeof startSample>>;
let socket: Socket;
let text: string;
afterEach(async () => {
  socket.destroy();
  sample.gate.open();
  await sample.stop();
});

/** Sends all of it at once. */
async function send(...requests: readonly string[]): Promise<void> {
  text = '';
  socket = connect(sample.port, '127.0.0.1').on('error', () => undefined);
  await once(socket, 'connect');
  socket.setEncoding('utf8').on('data', (data) => (text += String(data)));
  socket.write(requests.join(''));
}

const get = (path: string) => `GET ${path} HTTP/1.1\r\nHost: x\r\n\r\n`;
const times = (count: number, path: string) => Array.from({ length: count }, () => get(path));
const statuses = () => text.match(/(?<=HTTP\/1\.1 )\d+/g) ?? [];
const isServed = async () => expect((await fetch(`${sample.url}/things`)).status).toBe(200);
const inFlight = async () =>
  Number(/^http_requests_in_flight (\d+)$/m.exec(await (await fetch(`${sample.url}/metrics`)).text())?.[1]);

describe('a client that does not wait for its answers', () => {
  it('is served one request after the other', async () => {
    sample = await startSample();
    await send(get('/things/slow'), ...times(3, '/things/slow'), get('/health/live'), get('/nowhere'), get('/%zz'));
    await sample.gate.whenEntered;
    expect([await inFlight(), statuses()]).toEqual([1, []]);
    sample.gate.open();
    await eventually(() => statuses().length === 7);
    expect(statuses()).toEqual(['200', '200', '200', '200', '200', '404', '400']);
  });

  it('has one answer in memory that it does not take, not all of them', async () => {
    sample = await startSample({ MAX_UNTAKEN_BYTES: '66000000' });
    await send();
    socket.pause().write(times(2, '/things/large').join(''));
    await eventually(async () => expect(await inFlight()).toBe(1));
    await isServed();
    expect(await inFlight()).toBe(1);
    socket.resume();
    await eventually(() => statuses().length === 2);
  });

  it('opens one stream with one connection', async () => {
    sample = await startSample();
    await send(...times(3, '/things/stream'));
    await eventually(() => statuses().length === 1);
    await isServed();
    expect(sample.gate.streams).toHaveLength(1);
  });

  it.each(['/things/slow', '/health/live', '/metrics', '/nowhere', '/things/stream', '/%zz'])(
    'is cut off when it lets more than the limit wait: %s',
    async (path) => {
      sample = await startSample({ MAX_PIPELINED_REQUESTS: '2' });
      await send(...times(4, path));
      await once(socket, 'close');
      expect(statuses().length).toBeLessThan(2);
      await isServed();
    },
  );

  it('is cut off when too many wait on all connections together, and the others go on', async () => {
    sample = await startSample({ MAX_CONCURRENT_REQUESTS: '3' });
    await send(...times(4, '/things/slow'));
    const first = socket;
    await sample.gate.whenEntered;
    await send(...times(2, '/things'));
    await once(socket, 'close');
    expect(first.closed).toBe(false);
    first.destroy();
    await eventually(async () => {
      await send(...times(2, '/things'));
      await eventually(() => statuses().length === 2);
    });
  });

  it('and takes none of them is cut off, probes or not', async () => {
    const many = { MAX_PIPELINED_REQUESTS: '5000', MAX_CONCURRENT_REQUESTS: '5000' };
    sample = await startSample({ ...many, DEADLINE_MS: '200', DELIVERY_TIMEOUT_MS: '200' });
    await send();
    socket.pause().write(times(2_000, '/metrics').join(''));
    const server = sample.app.getHttpServer() as Server;
    const connections = promisify(server.getConnections.bind(server));
    await eventually(async () => expect(await connections()).toBe(0));
  });
});
