import { describe, expect, it } from '@jest/globals';
import { check } from '../../faults/check/check.js';
import { reportOf, whyNoVerdict } from '../../faults/report/report.js';
import { aFault, anIntention, goodEvidence } from './evidence.js';

const { history } = goodEvidence;

describe('a run', () => {
  const failed = aFault({ name: 'freeze-relay-owner', notInjected: 'no relay was seen at work' });

  it('has a verdict when each of its faults came about at least once, though some of the plan were left out', () => {
    expect(whyNoVerdict({ faults: [aFault(), failed, aFault({ name: 'freeze-relay-owner' })] })).toEqual([]);
    expect(reportOf({ ...goodEvidence, faults: [aFault(), failed], planned: 5 }, check(goodEvidence))).toContain(
      '1 of 5 planned faults',
    );
  });

  it('tells how many requests never resolved, beside probes', () => {
    const lost = [anIntention({ key: 'key-8' }), anIntention({ key: 'key-9', probe: true })];
    const evidence = { ...goodEvidence, history: [...history, ...lost] };
    expect(reportOf(evidence, check(evidence))).toContain('1 requests never resolved');
  });

  it('has none when it injected nothing, or tried what never came about', () => {
    expect(whyNoVerdict({ faults: [] })).toEqual(['no fault was injected']);
    expect(whyNoVerdict({ faults: [aFault(), failed, failed] })).toEqual(['freeze-relay-owner never came about']);
  });
});
