import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startSample } from './sample-service.js';

let sample: Awaited<ReturnType<typeof startSample>>;
beforeAll(async () => {
  sample = await startSample({ CORS_ORIGINS: 'https://shop.example' });
});
afterAll(() => sample.stop());

const ask = (method: string, path: string, headers: Record<string, string> = {}) =>
  fetch(sample.url + path, { method, headers });

describe('errors', () => {
  it.each([
    ['GET', '/nothing', 404, 'route_not_found'],
    ['GET', '/docs/nothing', 404, 'route_not_found'],
    ['GET', '/things/5', 404, 'order_not_found'],
    ['DELETE', '/things/5', 405, 'method_not_allowed'],
    ['GET', '/things/%zz', 400, 'malformed_request'],
    ['GET', `/things/${'x'.repeat(600)}`, 414, 'uri_too_long'],
    ['GET', '/things?limit=0', 422, 'validation_failed'],
    ['GET', '/things/broken', 500, 'internal'],
    ['GET', '/things/away', 503, 'database_unavailable'],
    ['PROPFIND', '/things', 405, 'method_not_allowed'],
  ])('%s %s answers %i %s as problem+json', async (method, path, status, code) => {
    const answer = await ask(method, path);
    const body = (await answer.json()) as Record<string, unknown>;
    expect([answer.status, body['status'], body['code'], body['type']]).toEqual([
      status,
      status,
      code,
      `/docs/problems#${code}`,
    ]);
    expect(answer.headers.get('content-type')).toBe('application/problem+json');
    expect(Object.keys(body)).toEqual(
      expect.arrayContaining(['type', 'title', 'status', 'detail', 'code', 'instance', 'trace_id']),
    );
    expect(String(body['instance']).length).toBeLessThanOrEqual(64);
  });

  it('shows nothing of what went wrong inside', async () => {
    const text = (await (await ask('GET', '/things/broken')).text()) + (await (await ask('GET', '/things/away')).text());
    expect(text).not.toMatch(/select|secrets|10\.0\.0\.7|\.ts:|at .*\(/);
  });

  it('says when to come back', async () => {
    expect((await ask('GET', '/things/away')).headers.get('retry-after')).toBe('2');
  });

  it('carries the facts of the error, which never replace a standard member', async () => {
    expect(await (await ask('GET', '/things/5')).json()).toMatchObject({ order_id: '5', status: 404 });
  });

  it('names the fault of a query parameter', async () => {
    const answer = await ask('GET', '/things?limit=5&limit=6&page=2');
    expect(await answer.json()).toMatchObject({
      errors: [
        { pointer: '/query/limit', message: 'must be a whole number from 1 to 100' },
        { pointer: '/query/page', message: 'is not known here' },
      ],
    });
  });

  it.each(['__proto__=a&__proto__=b', 'constructor=1', '=x', 'limit[]=1', '%00=1'])(
    'refuses the unknown parameter %s',
    async (query) => {
      expect((await ask('GET', `/things?${query}`)).status).toBe(422);
    },
  );
});

describe('methods', () => {
  it('lists what a path takes, statically named paths and parameters together', async () => {
    expect((await ask('DELETE', '/things')).headers.get('allow')).toBe('GET, HEAD, OPTIONS, POST');
    expect((await ask('PUT', '/things/special')).headers.get('allow')).toBe('GET, HEAD, OPTIONS, PATCH');
  });

  it('answers OPTIONS with 204 and Allow, and 404 for an unknown path', async () => {
    const answer = await ask('OPTIONS', '/things/5');
    expect([answer.status, answer.headers.get('allow'), await answer.text()]).toEqual([204, 'GET, HEAD, OPTIONS, PATCH', '']);
    expect((await ask('OPTIONS', '/nothing')).status).toBe(404);
    expect(await sample.sendRaw('OPTIONS * HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n')).toMatch(
      /^HTTP\/1.1 204 .*allow: GET, HEAD, OPTIONS, PATCH, POST/s,
    );
  });

  it('answers HEAD where there is GET, without a body', async () => {
    const answer = await ask('HEAD', '/things');
    expect([answer.status, answer.headers.get('content-length'), await answer.text()]).toEqual([200, '2', '']);
  });

  it('tells the method before it looks at the body', async () => {
    expect((await sample.post('{broken', {}, '/nothing')).status).toBe(404);
    expect((await sample.post('{broken', {}, '/things', 'PUT')).status).toBe(405);
  });
});

describe('headers', () => {
  it('takes a sane request id, makes a UUIDv7 else, and answers it', async () => {
    expect((await ask('GET', '/things/ids', { 'x-request-id': 'abc-1' })).headers.get('x-request-id')).toBe('abc-1');
    for (const given of ['', 'a b', 'x'.repeat(65), '<script>']) {
      const answer = await ask('GET', '/things/ids', { 'x-request-id': given });
      expect(answer.headers.get('x-request-id')).toMatch(
        /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/,
      );
    }
  });

  it('uses the trace of the caller, else the request id, as trace_id', async () => {
    const traceparent = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';
    expect(await (await ask('GET', '/nothing', { traceparent })).json()).toMatchObject({
      trace_id: '0af7651916cd43dd8448eb211c80319c',
    });
    const answer = await ask('GET', '/nothing', { traceparent: 'nonsense' });
    expect(await answer.json()).toMatchObject({ trace_id: answer.headers.get('x-request-id')?.replaceAll('-', '') });
  });

  it('keeps browsers from doing anything with an answer', async () => {
    const { headers } = await ask('GET', '/things');
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('content-security-policy')).toContain("default-src 'none'");
  });

  it('believes X-Forwarded-For of known proxies only', async () => {
    expect(await (await ask('GET', '/things/ids', { 'x-forwarded-for': '203.0.113.9' })).json()).toMatchObject({
      ip: '127.0.0.1',
    });
    const behind = await startSample({ TRUST_PROXY: '127.0.0.0/8' });
    const answer = await fetch(`${behind.url}/things/ids`, { headers: { 'x-forwarded-for': '203.0.113.9' } });
    expect(await answer.json()).toMatchObject({ ip: '203.0.113.9' });
    await behind.stop();
  });
});

describe('CORS', () => {
  const preflight = { origin: 'https://shop.example', 'access-control-request-method': 'PATCH' };

  it('answers the preflight of an origin that may call', async () => {
    const { status, headers } = await ask('OPTIONS', '/things/5', preflight);
    expect(status).toBe(204);
    expect(headers.get('access-control-allow-origin')).toBe('https://shop.example');
    expect(headers.get('access-control-allow-methods')).toContain('PATCH');
  });

  it('tells other origins nothing', async () => {
    expect(
      (await ask('OPTIONS', '/things/5', { ...preflight, origin: 'https://evil.example' })).headers.get(
        'access-control-allow-origin',
      ),
    ).toBeNull();
    expect(
      (await ask('GET', '/things', { origin: 'https://evil.example' })).headers.get('access-control-allow-origin'),
    ).toBeNull();
  });

  it('lets the page read errors, and the headers that matter', async () => {
    const { headers } = await ask('GET', '/things/5', { origin: 'https://shop.example' });
    expect(headers.get('access-control-allow-origin')).toBe('https://shop.example');
    expect(headers.get('access-control-expose-headers')).toContain('ETag');
  });
});
