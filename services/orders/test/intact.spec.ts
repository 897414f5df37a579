import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { anItem, anOrderBody, SEED_BODY } from './order-body.js';
import { rawRequest, sendRaw } from './raw.js';
import { startService, type RunningService } from './service.js';

let service: RunningService;
beforeAll(async () => {
  service = await startService();
});
afterAll(() => service.stop());

const TEXTS = [
  ['emoji of several code points', '👩‍👩‍👧‍👦 🏳️‍🌈 🇪🇺 👍🏽'],
  ['Arabic and Hebrew', 'مرحبا بالعالم שלום'],
  ['Chinese, Japanese, Korean', '你好 こんにちは 안녕하세요 𠮷野家'],
  ['Vietnamese and decomposed accents', 'Nguyễn Thị e\u0301'],
  ['Thai and Hindi', 'สวัสดี नमस्ते'],
  ['SQL', "Robert'); DROP TABLE orders; --"],
  ['a template', '${7*7} {{7*7}} <%= 7*7 %> #{7*7} %s %n'],
  ['a script', '<script>alert("x")</script>&amp;'],
  ['a header', 'x%0d%0aSet-Cookie: a=b'],
  ['a formula', '=cmd|"/c calc"!A0'],
  ['a path', '..\\..\\../etc/passwd'],
  ['quotes and backslashes', '"\'`\\\\n\\u0041'],
  ['spaces at the ends', '  kept  '],
  ['words that mean something elsewhere', 'null undefined NaN true __proto__ constructor'],
] as const;

describe('free text', () => {
  it.each(TEXTS)('with %s is stored, answered and told as it came', async (_, text) => {
    const metadata = { [text]: [text, { toString: text, constructor: { name: text }, __proto: text }] };
    const items = [anItem({ sku: text, item_name: text })];
    const placed = await service.place({ customer_name: text, facility_id: text, conversation_id: text, items, metadata });
    expect(placed).toMatchObject({ customer_name: text, facility_id: text, conversation_id: text, items });
    expect(placed.metadata).toEqual(metadata);
    expect((await service.get(`/orders/${placed.id}`)).body).toEqual(placed);
    const found = await service.get(`/orders?customer_name=${encodeURIComponent(text)}&sku=${encodeURIComponent(text)}`);
    expect(found.body).toMatchObject({ orders: [{ id: placed.id }] });
    const { body } = await service.patch(`/orders/${placed.id}`, { status: 'placed', reason: `${text}\nand a second line` });
    const [, told] = await service.events(placed.id);
    expect(told?.body).toMatchObject({ reason: `${text}\nand a second line`, metadata, items: body.items });
  });

  it('keeps numbers in metadata as they were', async () => {
    const metadata = { numbers: [0, -0.5, 1e21, 9007199254740991, 0.1, 123456789.12345], empty: [{}, [], '', null, false] };
    const { id } = await service.place({ metadata });
    expect((await service.get(`/orders/${id}`)).body.metadata).toEqual(metadata);
  });

  it('keeps keys with escapes in metadata, whatever keys came before', async () => {
    for (const key of ['\\', '\n', '"', '\t', '\\n']) {
      const { id } = await service.place({ metadata: { gift: true, [key]: key } });
      const answered = await (await fetch(`${service.url}/orders/${id}`)).text();
      expect(answered).toContain(`${JSON.stringify(key)}:${JSON.stringify(key)}`);
    }
  });

  it('may be as long as its limit in characters, whatever their bytes', async () => {
    expect((await service.place({ customer_name: '🧩'.repeat(200) })).customer_name).toHaveLength(400);
  });
});

describe('a request in an unusual form', () => {
  const JSON_TYPE = { 'Content-Type': 'application/json' };
  const BODY = JSON.stringify(SEED_BODY);
  const statusOf = async (headers: Record<string, string>, body: string) =>
    (await sendRaw(service.url, rawRequest('POST /orders', headers, body))).status;

  it('is taken with a byte order mark, a charset, escapes, and white space', async () => {
    expect(await statusOf(JSON_TYPE, `\ufeff${BODY}`)).toBe(201);
    expect(await statusOf({ 'Content-Type': 'Application/JSON; charset="UTF-8"' }, BODY)).toBe(201);
    expect(await statusOf(JSON_TYPE, BODY.replace('"web"', '"\\ud83d\\ude00\\u00e9"'))).toBe(201);
    expect(await statusOf(JSON_TYPE, JSON.stringify(SEED_BODY, null, '\t\r\n '))).toBe(201);
  });

  it('is taken in chunks', async () => {
    const head = rawRequest('POST /orders', { ...JSON_TYPE, 'Transfer-Encoding': 'chunked' });
    const chunks = [BODY.slice(0, 50), BODY.slice(50)].map((part) => `${part.length.toString(16)}\r\n${part}\r\n`);
    const answer = await sendRaw(service.url, Buffer.concat([head, Buffer.from(`${chunks.join('')}0\r\n\r\n`)]));
    expect(answer.status).toBe(201);
  });

  it('may write a customer in upper case and an amount with an exponent', async () => {
    const customer_id = randomUUID();
    const { body } = await service.post('/orders', JSON.stringify(anOrderBody({ customer_id: customer_id.toUpperCase() })));
    expect(body.customer_id).toBe(customer_id);
    expect(await statusOf(JSON_TYPE, BODY.replace('19.99', '1999e-2'))).toBe(201);
  });

  it('may be a HEAD, which has the headers of GET and no body', async () => {
    for (const path of ['/orders', '/orders/statistics', '/health', '/openapi.json']) {
      const [head, get] = [await service.call<string>('HEAD', path), await service.get(path)];
      expect([head.status, head.body]).toEqual([200, '']);
      expect(head.headers['content-type']).toBe(get.headers['content-type']);
    }
  });

  it.each([
    ['/orders', 'GET, HEAD, OPTIONS, POST'],
    [`/orders/${randomUUID()}`, 'DELETE, GET, HEAD, OPTIONS, PATCH'],
    [`/orders/${randomUUID()}/cancel`, 'OPTIONS, POST'],
  ])('may ask what %s takes', async (path, allow) => {
    expect(await service.call('OPTIONS', path)).toMatchObject({ status: 204, headers: { allow } });
    const refused = { status: 405, headers: { allow }, body: { code: 'method_not_allowed' } };
    expect(await service.call('PUT', path)).toMatchObject(refused);
  });
});
