import { describe, expect, it } from '@jest/globals';
import { applyMergePatch, mergeMetadata, METADATA_LIMITS } from './merge-patch.js';

describe('a merge patch', () => {
  // The test cases of RFC 7396, appendix A, whose target and patch are objects.
  it.each([
    [{ a: 'b' }, { a: 'c' }, { a: 'c' }],
    [{ a: 'b' }, { b: 'c' }, { a: 'b', b: 'c' }],
    [{ a: 'b' }, { a: null }, {}],
    [{ a: 'b', b: 'c' }, { a: null }, { b: 'c' }],
    [{ a: ['b'] }, { a: 'c' }, { a: 'c' }],
    [{ a: 'c' }, { a: ['b'] }, { a: ['b'] }],
    [{ a: { b: 'c' } }, { a: { b: 'd', c: null } }, { a: { b: 'd' } }],
    [{ a: [{ b: 'c' }] }, { a: [1] }, { a: [1] }],
    [{ e: null }, { a: 1 }, { e: null, a: 1 }],
    [{}, { a: { bb: { ccc: null } } }, { a: { bb: {} } }],
  ])('of %j by %j is %j', (target, patch, result) => {
    expect(applyMergePatch(target, patch)).toEqual(result);
  });

  it('takes inherited names as ordinary keys', () => {
    expect(applyMergePatch({}, { toString: 'x', constructor: 'y' } as never)).toEqual({ toString: 'x', constructor: 'y' });
  });
});

describe('metadata', () => {
  const lists = (count: number) => Array.from({ length: count }, () => []);

  it('is emptied by null', () => expect(mergeMetadata({ a: 1 }, null)).toEqual({}));

  it('may grow to its limits, and not beyond them', () => {
    const most = METADATA_LIMITS.maxContainers - 2;
    expect(mergeMetadata({ a: lists(most - 1) }, { b: 1 })).toHaveProperty('b', 1);
    expect(() => mergeMetadata({ a: lists(most - 1) }, { b: [[]] })).toThrow('too large');
    expect(() => mergeMetadata({ a: 'x'.repeat(9_000) }, { b: 'x'.repeat(9_000) })).toThrow('too large');
  });
});
