import fc from 'fast-check';
import { mutating, type Mutation } from './mutation.js';
import { badTexts } from './values.js';

const BIG = 'x'.repeat(10_000);

/** Values that headers may have somewhere, most of them not here. */
const VALUES: Readonly<Record<string, readonly string[]>> = {
  'Content-Type': [
    '', 'text/plain', 'application/xml', 'json', 'application/json; charset=utf-16', 'application/json;charset="utf-8"',
    'application/json;',
    'application/merge-patch+json', 'multipart/form-data; boundary=x', 'application/jsonp', 'APPLICATION/JSON',
    'application/json, text/plain',
  ],
  'Content-Encoding': ['gzip', 'br', 'identity', 'x'],
  'Idempotency-Key': ['', ' ', 'k'.repeat(255), 'k'.repeat(256), 'a\tb', 'a"b', 'k1', 'schl\xfcssel'],
  'If-Match': ['*', '"1"', 'W/"1"', '"', '""', '"1", "2"', ',', BIG],
  'If-None-Match': ['*', '"1"', 'W/"1"', '"\xff"', ',,,'],
  'X-Actor': ['', 'a b', 'a'.repeat(100), 'a'.repeat(101), 'ädä', "';--"],
  'X-Occurred-At': ['now', '2026-02-30T00:00:00Z', '2001-01-01T00:00:00Z', '9999-12-31T23:59:59Z', '0'],
  'X-Request-Id': ['', 'a b', 'x'.repeat(300), '019a9f3e-7c00-7d21-8a4b-5c6d7e8f9011'],
  traceparent: ['00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01', '00-0-0-0', 'x'],
  Accept: ['application/xml', '*/*;q=0', 'x', ''],
  'Accept-Encoding': ['gzip;q=0', 'x'],
  Host: ['', 'x'.repeat(300), 'a b', '127.0.0.1:99999'],
  Origin: ['null', 'http://evil.example', 'x'],
  'Last-Event-ID': ['', '-1', '0', '9007199254740993', 'x', '1e3'],
  'X-Forwarded-For': ['1.2.3.4', 'x, y', BIG],
  Authorization: ['Basic x', 'Bearer x'],
  Cookie: ['a=b', BIG],
  'X-Big': [BIG, BIG.repeat(2)],
  Range: ['bytes=0-1', 'bytes=-'],
};

/** Headers that say where a body ends, or what becomes of the connection. */
const FRAMING: Readonly<Record<string, readonly string[]>> = {
  'Content-Length': ['0', '1', '10', '-1', '1e3', '9999999', '+5', '5, 5', '99999999999999999999', ''],
  'Transfer-Encoding': ['chunked', 'gzip', 'chunked, chunked', 'identity', 'xchunked'],
  Connection: ['close', 'keep-alive', 'upgrade', 'x'],
  Upgrade: ['websocket', 'h2c'],
  Expect: ['100-continue', '200-ok'],
};

const chosenFrom = (values: Readonly<Record<string, readonly string[]>>) =>
  fc.constantFrom(...Object.entries(values).flatMap(([name, all]) => all.map((value) => [name, value] as const)));

const setting = (headers: fc.Arbitrary<readonly [string, string]>): fc.Arbitrary<Mutation> =>
  mutating(headers, ([name, value], draft) => ({
    headers: [...draft.headers.filter(([other]) => other.toLowerCase() !== name.toLowerCase()), [name, value]],
  }));

/** Bytes that a header cannot carry would be another request. */
const inOneLine = badTexts.map((text) => text.replaceAll(/[\r\n]/g, ' ').slice(0, 12_000));

export const headerMutations: fc.Arbitrary<Mutation> = fc.oneof(
  { weight: 6, arbitrary: setting(chosenFrom(VALUES)) },
  { weight: 2, arbitrary: setting(fc.tuple(fc.constantFrom(...Object.keys(VALUES)), inOneLine)) },
  { weight: 1, arbitrary: mutating(fc.nat({ max: 3 }), (place, draft) => ({ headers: draft.headers.toSpliced(place, 1) })) },
  { weight: 1, arbitrary: mutating(fc.constant(0), (_, { headers }) => ({ headers: [...headers, ...headers] })) },
  { weight: 1, arbitrary: mutating(chosenFrom(VALUES), (header, { headers }) => ({ headers: [...headers, header] })) },
  {
    weight: 1,
    arbitrary: mutating(fc.constantFrom('a b', 'X\u0001', ' Folded', 'No-Colon\r\nX', '', 'X:'), (name, { headers }) => ({
      headers: [...headers, [name, 'x']],
    })),
  },
);

export const framingMutations: fc.Arbitrary<Mutation> = fc.oneof(
  { weight: 4, arbitrary: setting(chosenFrom(FRAMING)) },
  {
    weight: 1,
    arbitrary: mutating(fc.constantFrom('HTTP/1.0', 'HTTP/2.0', 'HTTP/0.9', 'http/1.1', 'X', ''), (version) => ({ version })),
  },
);
