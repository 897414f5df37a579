import { describe, expect, it } from '@jest/globals';
import { containing } from './containing.js';

describe('the pattern for a text anywhere', () => {
  it('means every character literally', () => expect(containing('50%_\\')).toBe('%50\\%\\_\\\\%'));

  it('has composed letters, however they were typed', () => expect(containing('Lo\u0308ve')).toBe('%L\u00f6ve%'));
});
