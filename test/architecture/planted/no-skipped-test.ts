import { describe, it } from '@jest/globals';

describe('a suite', () => {
  it.skip('has a test that does not run', () => undefined);
});
