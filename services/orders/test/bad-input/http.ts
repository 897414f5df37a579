import { randomUUID } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { SEED_BODY } from '../order-body.js';
import { rawRequest } from '../raw.js';
import { getting, type Attempt } from './attempt.js';

const BODY = JSON.stringify(SEED_BODY);
const JSON_TYPE = { 'Content-Type': 'application/json' };
const MALFORMED = 'malformed_request';
const TYPE = 'unsupported_media_type';

const post = (headers: Record<string, string>, body: string | Buffer = BODY): Buffer => rawRequest('POST /orders', headers, body);
const chunked = (body: string): Buffer =>
  Buffer.concat([rawRequest('POST /orders', { ...JSON_TYPE, 'Transfer-Encoding': 'chunked' }), Buffer.from(body)]);
const typed = (type: string): Buffer => post({ 'Content-Type': type });
const PAST = post({ ...JSON_TYPE, 'X-Occurred-At': '2020-01-01T00:00:00Z' });
const keyed = (key: string): Buffer => post({ ...JSON_TYPE, 'Idempotency-Key': key });

export const HTTP: readonly Attempt[] = [
  ['no content type', post({}), 415, TYPE],
  ['a form', typed('application/x-www-form-urlencoded'), 415, TYPE],
  ['text', typed('text/plain'), 415, TYPE],
  ['XML', typed('application/xml'), 415, TYPE],
  ['a content type that is none', typed('json'), 415, TYPE],
  ['a merge patch to POST', typed('application/merge-patch+json'), 415, TYPE],
  ['another charset', typed('application/json; charset=utf-16'), 415, TYPE],
  ['Latin 1', typed('application/json; charset=iso-8859-1'), 415, TYPE],
  ['a gzip body', post({ ...JSON_TYPE, 'Content-Encoding': 'gzip' }, gzipSync(BODY)), 415, TYPE],
  ['a gzip body that says nothing', post(JSON_TYPE, gzipSync(BODY)), 400, 'malformed_json'],
  ['a length beyond the limit', post({ ...JSON_TYPE, 'Content-Length': '9999999' }), 413, 'payload_too_large'],
  ['a length below the body', post({ ...JSON_TYPE, 'Content-Length': '10' }), 400, 'malformed_json'],
  ['a length that is negative', post({ ...JSON_TYPE, 'Content-Length': '-1' }), 400, MALFORMED],
  ['a length that is no number', post({ ...JSON_TYPE, 'Content-Length': '1e3' }), 400, MALFORMED],
  ['both lengths', post({ ...JSON_TYPE, 'Transfer-Encoding': 'chunked' }, '0\r\n\r\n'), 400, MALFORMED],
  ['chunks over the limit', chunked(`110000\r\n${' '.repeat(0x110000)}\r\n0\r\n\r\n`), 413, 'payload_too_large'],
  ['a chunk that is none', chunked('zz\r\n'), 400, MALFORMED],
  ['headers of 20 KB', getting('/orders', { 'X-Big': 'x'.repeat(20_000) }), 431, 'header_fields_too_large'],
  ['an address of 20 KB', getting(`/orders?q=${'x'.repeat(20_000)}`), 431, 'header_fields_too_large'],
  ['no host', Buffer.from('GET /orders HTTP/1.1\r\n\r\n'), 400, MALFORMED],
  ['a wish for a tunnel', rawRequest('CONNECT shop.example:443'), 400, MALFORMED],
  ['a DELETE with XML', rawRequest(`DELETE /orders/${randomUUID()}`, { 'Content-Type': 'application/xml' }, '<a/>'), 415, TYPE],
  ['a GET of a version that is none', Buffer.from('GET /orders HTTP/9.9\r\nHost: x\r\n\r\n'), 400, MALFORMED],
  ['a time of the past that nobody may tell', PAST, 422, 'validation_failed'],
  ['garbage', 'hello\r\n\r\n', 400, MALFORMED],
  ['a method that is none', rawRequest('FROB /orders'), 400, MALFORMED],
  ['a method that the path does not take', rawRequest('PUT /orders'), 405, 'method_not_allowed'],
  ['DELETE of all orders', rawRequest('DELETE /orders'), 405, 'method_not_allowed'],
  ['TRACE', rawRequest('TRACE /orders'), 405, 'method_not_allowed'],
  ['an empty idempotency key', keyed(''), 400, 'idempotency_key_invalid'],
  ['an idempotency key of 256 characters', keyed('k'.repeat(256)), 400, 'idempotency_key_invalid'],
  ['an idempotency key with a tab', keyed('a\tb'), 400, 'idempotency_key_invalid'],
  ['an idempotency key beyond ASCII', keyed('schlüssel'), 400, 'idempotency_key_invalid'],
  ['an idempotency key with a control character', keyed('a\u0001b'), 400, MALFORMED],
  ['an idempotency key with a NUL', keyed('a\0b'), 400, MALFORMED],
  ['an actor with a line of its own', post({ ...JSON_TYPE, 'X-Actor': 'a b' }), 422, 'validation_failed'],
  ['too long an actor', post({ ...JSON_TYPE, 'X-Actor': 'a'.repeat(101) }), 422, 'validation_failed'],
  ['an entity tag that is none', rawRequest(`DELETE /orders/${randomUUID()}`, { 'If-Match': '\\"' }), 404, 'order_not_found'],
];
