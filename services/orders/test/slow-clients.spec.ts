import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { eventually } from '#libs/testing';
import { rawRequest, sendRaw } from './raw.js';
import { startService, type RunningService } from './service.js';

let service: RunningService;
const sockets: Socket[] = [];
beforeAll(async () => {
  service = await startService({
    HEADERS_TIMEOUT_MS: '300',
    REQUEST_TIMEOUT_MS: '600',
    DEADLINE_MS: '500',
    DELIVERY_TIMEOUT_MS: '500',
    MAX_CONNECTIONS: '50',
  });
});
afterEach(() => sockets.splice(0).forEach((socket) => socket.destroy()));
afterAll(() => service.stop());

function open(): Socket {
  const socket = connect(Number(new URL(service.url).port), '127.0.0.1').on('error', () => undefined);
  sockets.push(socket);
  return socket;
}

async function inFlight(): Promise<number> {
  const { body } = await service.get<string>('/metrics');
  return Number(/^http_requests_in_flight (\d+)$/m.exec(body)?.[1]);
}

describe('a client that is too slow', () => {
  it.each([
    ['with its headers', 'POST /orders HTTP/1.1\r\nHost: x\r\nX-Slow: '],
    ['with its body', rawRequest('POST /orders', { 'Content-Type': 'application/json', 'Content-Length': '100' }, '{"items":')],
    ['with its chunks', rawRequest('POST /orders', { 'Content-Type': 'application/json', 'Transfer-Encoding': 'chunked' })],
  ])('%s is told so, and keeps nobody waiting', async (_, bytes) => {
    const slow = sendRaw(service.url, bytes);
    expect((await service.post('/orders', { items: [] })).status).toBe(400);
    const { status, body } = await slow;
    expect([status, JSON.parse(body)]).toMatchObject([408, { code: 'request_timeout' }]);
  });

  it('with taking its answers is cut off, and what was kept for it is let go', async () => {
    const reader = open().pause();
    reader.write(Buffer.concat(Array.from({ length: 60 }, () => rawRequest('GET /openapi.json'))));
    await eventually(async () => expect(await inFlight()).toBeGreaterThan(0));
    expect((await service.post('/orders', { items: [] })).status).toBe(400);
    await eventually(async () => expect(await inFlight()).toBe(0));
    reader.resume();
    await once(reader, 'close');
  });
});

describe('clients that open more connections than there may be', () => {
  it('find the further ones closed, while those that are open are served', async () => {
    await service.place();
    const flood = Array.from({ length: 100 }, open);
    const isClosed = (socket: Socket) => socket.closed;
    await eventually(() => flood.filter(isClosed).length >= 50);
    await service.place();
    flood.forEach((socket) => socket.destroy());
    await eventually(async () => expect((await sendRaw(service.url, rawRequest('GET /health/live'))).status).toBe(200));
  });
});
