import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { afterEach, describe, expect, it } from '@jest/globals';
import type { Measurement } from '../../bench/measure.js';
import { readOptions } from '../../bench/options.js';
import { compare, compareWith, comparisonsOf } from '../../bench/report/compare.js';
import { linesOf, targetsOf } from '../../bench/report/targets.js';
import { tableOf } from '../../bench/report/table.js';
import { BASELINE } from '../../bench/scenarios/scenarios.js';
import { cpuMicroseconds, peakMegabytes, resetPeak } from '../../bench/system/process-tree.js';

const aMeasurement = (over: Partial<Measurement> = {}): Measurement => ({
  scenario: 'create-order',
  about: '',
  requestsPerSecond: 2_000,
  p50Ms: 12.34,
  p99Ms: 50,
  requests: 40_000,
  errors: 0,
  cpuMicrosecondsPerRequest: { target: 150, postgres: 200, nats: 50 },
  drainSeconds: 0.25,
  publishedPerSecond: 1_900,
  peakMegabytes: 180,
  ...over,
});

describe('the benchmark', () => {
  it('compares a scenario with the baseline of its own run', () => {
    const baseline = aMeasurement({ requestsPerSecond: 10_000, cpuMicrosecondsPerRequest: { target: 80, postgres: 0, nats: 0 } });
    expect(compare(aMeasurement(), baseline)).toMatchObject({ speedRatio: 0.2, cpuRatio: 5 });
  });

  it('prints a line per scenario, figures to the right', () => {
    const row = compare(aMeasurement(), aMeasurement());
    const [head = '', line = ''] = tableOf([row]).split('\n');
    expect(line).toMatch(/^create-order +2000 +12\.3 +50\.0 +0 +150 +200 +50 +180 +0\.3 +1\.000 +1\.0$/);
    expect(line).toHaveLength(head.length);
  });

  it('measures the baseline whatever else is asked for', () => {
    const { scenarios } = readOptions(['--only', 'read-order']);
    expect(scenarios.map(({ name }) => name)).toEqual([BASELINE.name, 'read-order']);
  });

  it('measures what a scenario is compared with before it, and says how they compare', () => {
    const { scenarios } = readOptions(['--only', 'flash-sale']);
    expect(scenarios.map(({ name }) => name)).toEqual([BASELINE.name, 'many-products', 'flash-sale']);
    const [slow, fast] = [1_000, 1_500].map((requestsPerSecond) => compare(aMeasurement({ requestsPerSecond }), aMeasurement()));
    const row = compareWith({ ...fast!, scenario: 'fast' }, [{ ...slow!, scenario: 'slow' }], 'slow');
    expect(comparisonsOf([row])).toEqual(['fast ran at 1.50 times the speed of slow']);
  });

  it('holds the run against the targets that it has figures for, and says which are reached', () => {
    const names = ['empty-post', 'create-order', 'sustained'];
    const rows = names.map((scenario) => compare(aMeasurement({ scenario }), aMeasurement()));
    const oneByOne = { client: 'pgbench', connections: 16, ordersPerSecond: 1_600 } as const;
    expect(linesOf(targetsOf({ rows, oneByOne, lag: undefined }))).toEqual([
      '✗ create ÷ one order per transaction: 1.25 (at least 1.3)',
      '✓ sustained, published ÷ one order per transaction: 1.19 (at least 0.9)',
      '✓ processor time of a sustained order ÷ empty POST: 1.00 (at most 4)',
      '✓ p99 of create, ms: 50 (at most 60)',
      '✓ memory of the service at its peak, MB: 180 (at most 300)',
    ]);
  });

  it.each([[['--only', 'nothing']], [['--duration', '0']], [['--connections', 'many']], [['--fast']]])('refuses %j', (args) => {
    expect(() => readOptions(args)).toThrow();
  });
});

describe('the processor time of a process tree', () => {
  // Until it has used this much itself, however many others want the processor.
  const work = 'while (process.cpuUsage().user < 300_000);';
  const children: ReturnType<typeof spawn>[] = [];
  afterEach(() => children.splice(0).forEach((child) => child.kill()));

  it('counts children, those that have ended too', async () => {
    const script = `const { execFileSync } = require('node:child_process');
      execFileSync(process.execPath, ['-e', ${JSON.stringify(work)}]);
      console.log('done');
      setInterval(() => undefined, 1000);`;
    const child = spawn(process.execPath, ['-e', script], { stdio: ['ignore', 'pipe', 'inherit'] });
    children.push(child);
    await once(child.stdout, 'data');
    expect(cpuMicroseconds(child.pid!)).toBeGreaterThan(200_000);
    resetPeak(child.pid!);
    expect(peakMegabytes(child.pid!)).toBeGreaterThan(10);
  });
});
