import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startSample } from './sample-service.js';

let sample: Awaited<ReturnType<typeof startSample>>;
beforeAll(async () => {
  sample = await startSample({ BODY_LIMIT_BYTES: '2000' });
});
afterAll(() => sample.stop());

const VALID = '{"name":"Chair","qty":2}';
const codeOf = async (answer: Response) => `${answer.status} ${((await answer.json()) as { code?: string }).code}`;

describe('a body', () => {
  it.each(['application/json', 'application/json; charset=utf-8', 'Application/JSON;charset="UTF-8"'])(
    'is read as %s',
    async (type) => {
      const answer = await sample.post(VALID, { 'content-type': type });
      expect([answer.status, await answer.text()]).toEqual([201, VALID]);
    },
  );

  it.each<[string, string | Buffer, Record<string, string>, string]>([
    ['empty', '', {}, '422 validation_failed'],
    ['of spaces', '   ', {}, '400 malformed_json'],
    ['cut off', VALID.slice(0, 9), {}, '400 malformed_json'],
    ['a list', '[]', {}, '422 validation_failed'],
    ['a number', '5', {}, '422 validation_failed'],
    ['null', 'null', {}, '422 validation_failed'],
    ['with a repeated key', '{"name":"a","name":"b","qty":1}', {}, '400 duplicate_key'],
    ['with __proto__', '{"name":"a","qty":1,"__proto__":{"x":1}}', {}, '400 forbidden_key'],
    ['with a NUL', '{"name":"a\\u0000","qty":1}', {}, '422 validation_failed'],
    ['with half an emoji', '{"name":"a\\ud83d","qty":1}', {}, '422 validation_failed'],
    ['with a number beyond doubles', '{"name":"a","qty":1e309}', {}, '422 number_out_of_range'],
    ['too deep', '['.repeat(500) + ']'.repeat(500), {}, '400 json_too_deep'],
    ['not UTF-8', Buffer.from([0x22, 0xff, 0x22]), {}, '400 malformed_json'],
    ['too large', `"${'x'.repeat(3_000)}"`, {}, '413 payload_too_large'],
    ['in UTF-16', VALID, { 'content-type': 'application/json; charset=utf-16' }, '415 unsupported_media_type'],
    ['compressed', gzipSync(VALID), { 'content-encoding': 'gzip' }, '415 unsupported_media_type'],
    ['a form', 'name=Chair', { 'content-type': 'application/x-www-form-urlencoded' }, '415 unsupported_media_type'],
    ['plain text', VALID, { 'content-type': 'text/plain' }, '415 unsupported_media_type'],
    ['of a strange type', VALID, { 'content-type': 'nonsense' }, '415 unsupported_media_type'],
    ['a JSON patch', '[]', { 'content-type': 'application/json-patch+json' }, '415 unsupported_media_type'],
    ['a merge patch to POST', VALID, { 'content-type': 'application/merge-patch+json' }, '415 unsupported_media_type'],
  ])('that is %s is refused', async (_, body, headers, expected) => {
    expect(await codeOf(await sample.post(body, headers))).toBe(expected);
  });

  it('names every wrong field', async () => {
    const answer = await sample.post('{"name":"","qty":"5","id":1}');
    expect(((await answer.json()) as { errors: unknown }).errors).toEqual([
      { pointer: '/name', message: 'must not be empty' },
      { pointer: '/qty', message: 'must be a whole number from 1 to 9' },
      { pointer: '/id', message: 'is not known here' },
    ]);
  });

  it('can be a merge patch to PATCH, or be missing where a call does without', async () => {
    const patched = await sample.post('{"a":null}', { 'content-type': 'application/merge-patch+json' }, '/things/1', 'PATCH');
    expect(await patched.json()).toEqual({ body: { a: null } });
    expect(await (await sample.post('', {}, '/things/1', 'PATCH')).json()).toEqual({});
  });

  it('says how large it may be, also when the length is not told', async () => {
    const chunk = `${(1_500).toString(16)}\r\n${' '.repeat(1_500)}\r\n`;
    const head = 'POST /things HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n';
    const answer = await sample.sendRaw(head, chunk, chunk, '0\r\n\r\n');
    expect(answer).toMatch(/^HTTP\/1.1 413 /);
    expect(answer).toContain('larger than 2000 bytes');
  });
});
