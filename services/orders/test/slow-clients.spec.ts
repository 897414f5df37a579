import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { rawRequest, sendRaw } from './raw.js';
import { startService, type RunningService } from './service.js';

let service: RunningService;
beforeAll(async () => {
  service = await startService({ HEADERS_TIMEOUT_MS: '300', REQUEST_TIMEOUT_MS: '600' });
});
afterAll(() => service.stop());

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
});
