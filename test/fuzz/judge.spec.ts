import { createServer } from 'node:net';
import { describe, expect, it } from '@jest/globals';
import { Api } from '../../fuzz/api/api.js';
import { faultsOf } from '../../fuzz/judge/judge.js';
import { storedFaults, thingsIn } from '../../fuzz/judge/stored.js';
import type { Exchange } from '../../fuzz/judge/exchange.js';
import { Connection } from '../../fuzz/wire/connection.js';
import { readAnswer } from '../../fuzz/wire/answer.js';
import { ApiDescription, type ApiDocument } from '../../services/orders/test/api-description.js';
import document from '../../openapi.json' with { type: 'json' };

const api = new Api(document as unknown as ApiDocument);
const description = new ApiDescription(document as unknown as ApiDocument);

const CUSTOMER = {
  id: '019a9f3e-7c00-7d21-8a4b-5c6d7e8f9011',
  email: 'ada@example.com',
  full_name: 'Ada',
  metadata: {},
  version: 1,
  created_at: '2026-11-21T12:00:00.000Z',
  updated_at: '2026-11-21T12:00:00.000Z',
  erased_at: null,
};

interface Planted {
  readonly method?: string;
  readonly target?: string;
  readonly sent?: unknown;
  readonly status?: number;
  readonly type?: string;
  readonly body?: unknown;
}

function anExchange({ method = 'POST', target = '/customers', sent, status = 201, type, body = CUSTOMER }: Planted): Exchange {
  const text = JSON.stringify(body);
  const request = Buffer.from(sent === undefined ? '' : JSON.stringify(sent));
  const headers = { 'content-type': type ?? (status < 400 ? 'application/json' : 'application/problem+json') };
  return {
    request: { method, target, body: request, bytes: request, isUnframed: false },
    operation: api.find(method, target),
    answer: { status, headers, body: text },
    body,
  };
}

const aProblem = (status: number, code: string, more: object = {}) =>
  ({ status, body: { type: `/docs/problems#${code}`, title: 'x', status, detail: 'x', code, ...more } });

describe('an answer', () => {
  it('that is as it should be is no fault', () => {
    expect(faultsOf(anExchange({}), description)).toEqual([]);
    expect(faultsOf(anExchange(aProblem(422, 'validation_failed')), description)).toEqual([]);
    expect(faultsOf(anExchange({ ...aProblem(404, 'route_not_found'), target: '/nowhere' }), description)).toEqual([]);
    expect(faultsOf(anExchange(aProblem(503, 'busy')), description)).toEqual([]);
  });

  it.each<[string, Planted, RegExp]>([
    ['a 500', aProblem(500, 'internal'), /^a 500/],
    ['a 503 without overload', aProblem(503, 'database_unavailable'), /^a 503/],
    ['a status that the document lacks', { status: 202 }, /202 is not described/],
    ['another media type', { type: 'text/html' }, /text\/html of 201 is not described/],
    ['a member that the document lacks', { body: { ...CUSTOMER, password: 'x' } }, /additional properties/],
    ['a code of another status', aProblem(422, 'order_not_found'), /with the code/],
    ['SQL', aProblem(422, 'validation_failed', { detail: 'select id from orders' }), /shows internals/],
    ['a stack', aProblem(422, 'validation_failed', { detail: 'at run (main.js:1)' }), /shows internals/],
    [
      'a long piece of the request',
      { ...aProblem(422, 'validation_failed', { detail: `a ${'x'.repeat(65)}` }), sent: { a: 'x'.repeat(70) } },
      /repeats more than 64/,
    ],
    ['success where there is no operation', { target: '/nowhere' }, /from no operation/],
  ])('with %s is a fault', (_, planted, fault) => {
    expect(faultsOf(anExchange(planted), description).join()).toMatch(fault);
  });
});

describe('what was stored', () => {
  const faults = (sent: object, answered: object, read: object = answered) => {
    const [thing] = thingsIn(anExchange({ sent, body: { ...CUSTOMER, ...answered } }));
    return thing && storedFaults(thing, anExchange({ method: 'GET', status: 200, body: { ...CUSTOMER, ...read } }));
  };

  it('must be what was sent, but for the form of ids and times', () => {
    const kept = faults({ full_name: '👩‍👩‍👧', metadata: { a: [null, -0] } }, { full_name: '👩‍👩‍👧', metadata: { a: [null, 0] } });
    expect(kept).toEqual([]);
    expect(faults({ full_name: 'Ada\u200d' }, { full_name: 'Ada' })).toEqual(['/full_name is not kept as it was sent']);
    expect(faults({ metadata: { a: [1, { b: 1.5 }] } }, { metadata: { a: [1, { b: 2 }] } })).toHaveLength(1);
    expect(faults({ metadata: { a: 1 } }, { metadata: {} })).toHaveLength(1);
  });

  it('must read as it was answered', () => {
    const path = `/customers/${CUSTOMER.id}`;
    expect(faults({}, { full_name: 'Ada' }, { full_name: 'A?a' })).toEqual([expect.stringContaining(`${path} reads otherwise`)]);
  });
});

describe('a connection', () => {
  const bytes = Buffer.from('GET / HTTP/1.1\r\n\r\n');
  const request = { method: 'GET', target: '/', bytes, body: Buffer.alloc(0), isUnframed: false };

  it('that ends without a whole answer is a fault', async () => {
    const server = createServer((socket) => socket.end('HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nab')).listen(0, '127.0.0.1');
    await new Promise((resolve) => server.once('listening', resolve));
    const { port } = server.address() as { port: number };
    await expect(new Connection(`http://127.0.0.1:${port}`).exchange(request)).rejects.toThrow('without a whole answer');
    server.close();
  });

  it('gives answers of every framing', () => {
    const read = (text: string, method = 'GET') => readAnswer(Buffer.from(text), method)?.answer.body;
    expect(read('HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nab')).toBe('ab');
    expect(read('HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nab\r\n1\r\nc\r\n0\r\n\r\n')).toBe('abc');
    expect(read('HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nab\r\n')).toBeUndefined();
    expect(read('HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n', 'HEAD')).toBe('');
  });
});
