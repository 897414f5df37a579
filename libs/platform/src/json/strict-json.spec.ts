import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { DomainError } from '#libs/kernel';
import { JsonReader } from './json-reader.js';
import { parseStrictJson } from './strict-json.js';

const read = (text: string) => parseStrictJson(Buffer.from(text));

function faultOf(act: () => unknown): DomainError | undefined {
  try {
    act();
    return undefined;
  } catch (error) {
    if (error instanceof DomainError) return error;
    throw error;
  }
}

const pointerOf = (error?: DomainError) => (error?.facts['errors'] as { pointer: string }[] | undefined)?.[0]?.pointer;

describe('strict JSON', () => {
  it.each([
    ['{"a":{"b":[1,{"c":2,"c":3}]}}', 'duplicate_key', '/a/b/1/c'],
    ['{"a":1,"\\u0061":2}', 'duplicate_key', '/a'],
    ['{"1":1,"1":2}', 'duplicate_key', '/1'],
    ['{"":1,"":2}', 'duplicate_key', '/'],
    ['{"__proto__":{}}', 'forbidden_key', '/__proto__'],
    ['{"a":{"\\u005f_proto__":1}}', 'forbidden_key', '/a/__proto__'],
    ['{"__pr\\u006fto__":1}', 'forbidden_key', '/__proto__'],
    ['{"constructor":{"prototype":{}}}', 'forbidden_key', '/constructor/prototype'],
    ['{"a/b":[{"~":"x\\u0000y"}]}', 'validation_failed', '/a~1b/0/~0'],
    ['{"a":{"k\\u0000":1}}', 'validation_failed', '/a'],
    ['["\\ud83d"]', 'validation_failed', '/0'],
    ['["\\ude00\\ud83d"]', 'validation_failed', '/0'],
    ['{"n":9007199254740993}', 'number_out_of_range', '/n'],
    ['{"n":1e309}', 'number_out_of_range', '/n'],
    ['{"n":-1e-400}', 'number_out_of_range', '/n'],
    ['{"n":0.1000000000000000055511}', 'number_out_of_range', '/n'],
    [`{"n":${'9'.repeat(400)}}`, 'number_out_of_range', '/n'],
    [`${'['.repeat(33)}${']'.repeat(33)}`, 'json_too_deep', '/0'.repeat(32)],
    [`[${'{},'.repeat(1_200)}{}]`, 'json_too_complex', ''],
  ])('refuses %s as %s at %s', (text, code, pointer) => {
    const fault = faultOf(() => read(text));
    expect([fault?.code, pointerOf(fault)]).toEqual([code, pointer]);
  });

  it.each([
    ['', 'is empty'],
    [' \n', 'is empty'],
    ['{"a":1', 'ends too early'],
    ['{"a":}', 'line 1, column 6'],
    ['{"a":1,}', 'a key in double quotes'],
    ['{a:1}', 'line 1, column 2'],
    ['[1,\n 01]', 'line 2, column 3'],
    ['[1 2]', 'a comma or ]'],
    ['nul', 'a value'],
    ['NaN', 'a value'],
    ['-Infinity', 'a value'],
    ['"a\u0001b"', 'raw control'],
    ['"\\x"', 'valid escapes'],
    ['{"a" 1}', 'a colon'],
    ['[1]]', 'the end'],
    ['"abc', 'ends too early'],
    ['\u00A01', 'a value'],
  ])('tells where %j is no JSON', (text, hint) => {
    const fault = faultOf(() => read(text));
    expect(fault?.code).toBe('malformed_json');
    expect(fault?.message).toContain(hint);
  });

  it.each([
    '{"toString":1,"constructor":"acme","hasOwnProperty":null,"prototype":1}',
    '{"a":"\\u00e9\\ud83d\\ude00 ünï 😀"}',
    '"\\"{:\\\\"',
    '0',
    '-0',
    '1.50',
    '[15e-1]',
    '9007199254740992',
    '1e21',
    '0.1',
    '123456789012345',
    '[{"a":1},{"a":2}]',
    `${'['.repeat(32)}${']'.repeat(32)}`,
    '{"a":"__prototype:"}',
  ])('reads %s as JSON.parse does', (text) => {
    expect(read(text)).toEqual(JSON.parse(text));
  });

  it('passes over a byte order mark, and refuses what is not UTF-8', () => {
    expect(parseStrictJson(Buffer.from('\uFEFF{"a":"ü"}'))).toEqual({ a: 'ü' });
    for (const bytes of [
      [0x22, 0xff, 0x22],
      [0x22, 0xc0, 0x80, 0x22],
      [0x22, 0xed, 0xa0, 0x80, 0x22],
      [0x22, 0xe2, 0x82, 0x22],
    ]) {
      expect(faultOf(() => parseStrictJson(Buffer.from(bytes)))?.message).toContain('UTF-8');
    }
  });

  it('repeats no more than 64 characters of the body', () => {
    const long = 'k'.repeat(5_000);
    const fault = faultOf(() => read(`{"${long}":{"${long}":1,"${long}":2}}`));
    expect(pointerOf(fault)?.length).toBeLessThanOrEqual(64);
    expect(fault?.message.length).toBeLessThan(120);
  });

  it('is quick with a megabyte of anything', () => {
    const started = performance.now();
    for (const text of [
      '['.repeat(1_000_000),
      `"${'\\u0041'.repeat(170_000)}"`,
      `[${'1e5,'.repeat(250_000)}1]`,
      `{"a":"${'"'.repeat(999_990)}`,
      ' '.repeat(1_000_000),
      '9'.repeat(1_000_000),
    ]) {
      faultOf(() => read(text));
    }
    expect(performance.now() - started).toBeLessThan(3_000);
  });

  it('takes as many small objects as the largest honest body has', () => {
    const line = '{"sku":"A-1","qty":1}';
    expect(read(`[${`${line},`.repeat(50_000)}${line}]`)).toHaveLength(50_001);
  });

  it('gives back every JSON value', () => {
    fc.assert(
      fc.property(fc.json({ maxDepth: 6 }), (text) => {
        const expected: unknown = JSON.parse(text);
        if (faultOf(() => new JsonReader(text).check()) === undefined) expect(read(text)).toEqual(expected);
      }),
    );
  });

  const fragments = fc.constantFrom(
    '{',
    '}',
    '[',
    ']',
    ':',
    ',',
    '"',
    '"a"',
    '"b"',
    '\\',
    '\\u0000',
    '\\ud800',
    '\\u0061',
    '1',
    '-',
    'e5',
    '9007199254740993',
    'true',
    'null',
    ' ',
    'proto',
    '"__proto__"',
    'é',
    '😀',
    '"a":1',
    '{"a":1}',
    '"b":[',
    '0.10000000000000000555',
  );
  it('never lets the quick look pass what the exact reader refuses, nor the other way round', () => {
    fc.assert(
      fc.property(
        fc.array(fragments, { maxLength: 12 }).map((parts) => parts.join('')),
        (text) => {
          for (const body of [text, `{"a":1,${text}}`, `[${text}]`, `{"x":{${text}},"y":"${text}"}`]) {
            const exact = faultOf(() => new JsonReader(body).check());
            expect(faultOf(() => read(body))?.code).toBe(exact?.code);
          }
        },
      ),
      { numRuns: 5_000 },
    );
  });
});
