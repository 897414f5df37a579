import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { parseJson } from './parse-json.js';

describe('parseJson', () => {
  it.each([
    ['{"a":1,"\\\\":1}', '{"a":1,"\\n":1}', '\n'],
    ['{"b":1,"\\\\":1}', '{"b":1,"\\"":1}', '"'],
    ['{"c":1,"x\\\\":1}', '{"c":1,"x\\u0062":1}', 'xb'],
    ['{"d":{},"~0\\\\":1}', '{"d":{},"~0\\t" : 1}', '~0\t'],
  ])('reads the key of a text that came after %s as it is in %s', (before, text, key) => {
    for (let times = 0; times < 3; times += 1) parseJson(before);
    JSON.parse(before);
    expect(Object.keys(parseJson(text) as object)).toContain(key);
  });

  it('is JSON.parse for everything else', () => {
    const texts = [
      '"a\\n\\":"', '[{"a":"\\"b\\":"},"\\\\"]', '{"~":"\\n","\\n":[{"\\n":null}]}', '{"a":1,"a":"\\n"}', ' -1e3 ', '"\\u00e9"',
    ];
    for (const text of texts) expect(parseJson(text)).toEqual(JSON.parse(text));
    const broken = ['', '{"a\\":1}', '{"\\x":1}', '"\\', '{"\\n":1,}', '{"a":"\n"}'];
    for (const text of broken) expect(() => parseJson(text)).toThrow(SyntaxError);
    expect(Object.keys(parseJson('{"\\u005f_proto__":1}') as object)).toEqual(['__proto__']);
  });

  it('brings back what was written, whatever the keys', () => {
    const letters = fc.string({ unit: fc.constantFrom('\\', '"', '\n', 'n', '~', '0', ':', '\u0007'), maxLength: 3 });
    const trees = fc.letrec((tie) => ({
      tree: fc.oneof({ depthSize: 'small' }, letters, fc.integer(), fc.array(tie('tree')), fc.dictionary(letters, tie('tree'))),
    })).tree;
    fc.assert(fc.property(trees, (tree) => {
      const text = JSON.stringify(tree);
      expect(JSON.stringify(parseJson(text))).toBe(text);
    }), { numRuns: 2_000 });
  });

  it('takes no longer for a text of nothing but escapes', () => {
    const text = `{"${'\\\\'.repeat(500_000)}":"${'~'.repeat(500_000)}"}`;
    const began = performance.now();
    expect(Object.keys(parseJson(text) as object)[0]).toHaveLength(500_000);
    expect(performance.now() - began).toBeLessThan(1_000);
  });
});
