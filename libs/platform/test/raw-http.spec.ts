import type { Server, ServerResponse } from 'node:http';
import { connect } from 'node:net';
import type { Duplex } from 'node:stream';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startSample } from './sample-service.js';

let sample: Awaited<ReturnType<typeof startSample>>;
beforeAll(async () => {
  sample = await startSample({
    HEADER_LIMIT_BYTES: '4000',
    HEADERS_TIMEOUT_MS: '300',
    REQUEST_TIMEOUT_MS: '600',
    IDLE_TIMEOUT_MS: '1000',
  });
});
afterAll(() => sample.stop());

const HOST = 'Host: x\r\n';
const JSON_TYPE = 'Content-Type: application/json\r\n';

/** The status and the code of the first answer; and that there was only one. */
function firstOf(text: string): string {
  const [head = '', body = ''] = text.split('\r\n\r\n');
  expect(head).toMatch(/content-type: application\/problem\+json/i);
  expect(text.match(/HTTP\/1\.1 \d/g)).toHaveLength(1);
  expect(Buffer.byteLength(body)).toBe(Number(/content-length: (\d+)/i.exec(head)?.[1]));
  return `${/^HTTP\/1\.1 (\d+)/.exec(head)?.[1]} ${(JSON.parse(body) as { code: string }).code}`;
}

describe('what is not HTTP', () => {
  it.each([
    ['garbage', 'hello\r\n\r\n', '400 malformed_request'],
    ['an unknown method', `FROB / HTTP/1.1\r\n${HOST}\r\n`, '400 malformed_request'],
    ['a wish for a tunnel', `CONNECT example.com:443 HTTP/1.1\r\n${HOST}\r\n`, '400 malformed_request'],
    ['a wrong version', `GET / HTTP/9.9\r\n${HOST}\r\n`, '400 malformed_request'],
    ['a header without a colon', `GET / HTTP/1.1\r\n${HOST}nonsense\r\n\r\n`, '400 malformed_request'],
    ['a NUL in a header', `GET / HTTP/1.1\r\n${HOST}X: a\0b\r\n\r\n`, '400 malformed_request'],
    ['a folded header', `GET / HTTP/1.1\r\n${HOST}X: a\r\n b\r\nContent-Length: x\r\n\r\n`, '400 malformed_request'],
    ['no Host', 'GET /things HTTP/1.1\r\nConnection: close\r\n\r\n', '400 malformed_request'],
    [
      'both lengths (smuggling)',
      `POST /things HTTP/1.1\r\n${HOST}${JSON_TYPE}Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nGET /x`,
      '400 malformed_request',
    ],
    [
      'two lengths (smuggling)',
      `POST /things HTTP/1.1\r\n${HOST}${JSON_TYPE}Content-Length: 2\r\nContent-Length: 3\r\n\r\n{} `,
      '400 malformed_request',
    ],
    [
      'a hidden encoding (smuggling)',
      `POST /things HTTP/1.1\r\n${HOST}${JSON_TYPE}Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n`,
      '400 malformed_request',
    ],
    ['a negative length', `POST /things HTTP/1.1\r\n${HOST}${JSON_TYPE}Content-Length: -1\r\n\r\n`, '400 malformed_request'],
    [
      'a broken chunk',
      `POST /things HTTP/1.1\r\n${HOST}${JSON_TYPE}Transfer-Encoding: chunked\r\n\r\nzz\r\n`,
      '400 malformed_request',
    ],
    ['headers over the limit', `GET / HTTP/1.1\r\n${HOST}X: ${'x'.repeat(5_000)}\r\n\r\n`, '431 header_fields_too_large'],
    ['an address over the limit', `GET /${'x'.repeat(5_000)} HTTP/1.1\r\n${HOST}\r\n`, '431 header_fields_too_large'],
    ['a NUL in the path', `GET /things/%00 HTTP/1.1\r\n${HOST}Connection: close\r\n\r\n`, '404 order_not_found'],
    ['a path upwards', `GET /../../etc/passwd HTTP/1.1\r\n${HOST}Connection: close\r\n\r\n`, '404 route_not_found'],
    [
      'a path upwards in the documents',
      `GET /docs/..%2f..%2fpackage.json HTTP/1.1\r\n${HOST}Connection: close\r\n\r\n`,
      '404 route_not_found',
    ],
  ])('%s is answered %#', async (_, bytes, expected) => {
    expect(firstOf(await sample.sendRaw(bytes))).toBe(expected);
  });

  it('headers that come too slowly end with 408', async () => {
    expect(firstOf(await sample.sendRaw(`GET / HTTP/1.1\r\n${HOST}`))).toBe('408 request_timeout');
  });

  it('a body that comes too slowly, or is shorter than it said, ends with 408', async () => {
    expect(firstOf(await sample.sendRaw(`POST /things HTTP/1.1\r\n${HOST}${JSON_TYPE}Content-Length: 10\r\n\r\n{`))).toBe(
      '408 request_timeout',
    );
    expect(
      firstOf(await sample.sendRaw(`POST /things HTTP/1.1\r\n${HOST}${JSON_TYPE}Transfer-Encoding: chunked\r\n\r\n1\r\n{\r\n`)),
    ).toBe('408 request_timeout');
  });

  it('what follows a body that is longer than it said is a request of its own, and refused', async () => {
    const text = await sample.sendRaw(
      `POST /things HTTP/1.1\r\n${HOST}${JSON_TYPE}Content-Length: 24\r\n\r\n{"name":"Chair","qty":2}{"name":"x"}`,
    );
    expect(text).toMatch(/^HTTP\/1\.1 201 .*HTTP\/1\.1 400 /s);
  });

  it('what is not HTTP, however much of it comes, is refused once, after the answer to the request before it', async () => {
    const socket = connect(sample.port, '127.0.0.1', () => socket.write(`GET /things/slow HTTP/1.1\r\n${HOST}\r\n`));
    const answers = text(socket);
    await sample.gate.whenEntered;
    const listeners = await new Promise<number[]>((resolve) => {
      const counts: number[] = [];
      const server = sample.app.getHttpServer() as Server;
      server.on('clientError', (_, { _httpMessage: response }: { _httpMessage: ServerResponse } & Duplex) => {
        if (counts.length === 20) return;
        if (counts.push(response.listenerCount('finish')) === 20) resolve(counts);
        socket.write('x');
      });
      socket.write('x y z\r\n');
    });
    sample.gate.open();
    expect(new Set(listeners).size).toBe(1);
    expect((await answers).match(/HTTP\/1\.1 \d+/g)).toEqual(['HTTP/1.1 200', 'HTTP/1.1 400']);
  });

  it.each([
    ['what is not HTTP', 'nonsense nonsense\r\n\r\n'],
    ['a broken body', `POST /things HTTP/1.1\r\n${HOST}${JSON_TYPE}Transfer-Encoding: chunked\r\n\r\nzz\r\n`],
  ])('%s is refused after the answers to all requests before it', async (_, bytes) => {
    const thing = '{"name":"Chair","qty":2}';
    const post = `POST /things HTTP/1.1\r\n${HOST}${JSON_TYPE}Content-Length: ${thing.length}\r\n\r\n${thing}`;
    const slow = await startSample();
    const answers = slow.sendRaw(`${post}GET /things/slow HTTP/1.1\r\n${HOST}\r\n${bytes}`);
    await slow.gate.whenEntered;
    expect((await slow.post(thing)).status).toBe(201);
    slow.gate.open();
    expect((await answers).match(/HTTP\/1\.1 \d+/g)).toEqual(['HTTP/1.1 201', 'HTTP/1.1 200', 'HTTP/1.1 400']);
    await slow.stop();
  });

  it('the refusal reaches a client that is still sending', async () => {
    const much = `PATCH /things X\r\n${HOST}\r\n${' '.repeat(4_000_000)}`;
    const answers = await Promise.all(Array.from({ length: 20 }, () => sample.sendRaw(much)));
    expect(new Set(answers.map(firstOf))).toEqual(new Set(['400 malformed_request']));
  });

  it('an expectation that the server does not know is passed over', async () => {
    expect(await sample.sendRaw(`GET /things HTTP/1.1\r\n${HOST}Expect: nonsense\r\nConnection: close\r\n\r\n`)).toMatch(
      /^HTTP\/1\.1 200 /,
    );
  });
});
