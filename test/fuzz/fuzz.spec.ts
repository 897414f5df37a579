import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { complaintsOf, summaryOf } from '../../fuzz/report.js';
import { fuzz, type Fuzzed } from '../../fuzz/run.js';
import { startTarget, type Target } from '../../fuzz/target/target.js';

const OPTIONS = { requests: 20_000, seed: 1 };

let target: Target;
let fuzzed: Fuzzed;
beforeAll(async () => {
  target = await startTarget();
  fuzzed = await fuzz(target, OPTIONS);
}, 240_000);
afterAll(() => target.stop());

describe('20,000 requests that were valid before something was done to them', () => {
  it('are all answered as openapi.json tells, and leave everything in order', () => {
    expect(complaintsOf(fuzzed, OPTIONS).join('\n\n')).toBe('');
    expect(fuzzed.tally.mutated).toBeGreaterThanOrEqual(OPTIONS.requests);
  });

  it('reach every operation, and some of them do what they were to do', () => {
    const operations = [...fuzzed.tally.operations].filter(([, { done }]) => done === 0).map(([name]) => name);
    expect(operations).toEqual([]);
    expect(summaryOf(fuzzed, OPTIONS)).toMatch(/^seed 1: \d+ requests in .*\nanswered with 200: \d+, 201: /);
  });
});
