import { describe, expect, it } from '@jest/globals';
import { containing } from './containing.js';

describe('the patterns for a text anywhere', () => {
  it('mean every character literally', () => expect(containing('50%_\\')).toEqual(['%50\\%\\_\\\\%']));

  it('are one for nearly every text', () => expect(containing('Jürgen')).toHaveLength(1));

  it('have composed letters, and the letters as they were typed', () => {
    expect(containing('Lo\u0308ve')).toEqual(['%L\u00f6ve%', '%Lo\u0308ve%']);
  });
});
