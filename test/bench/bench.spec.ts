import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { afterEach, describe, expect, it } from '@jest/globals';
import type { Measurement } from '../../bench/measure.js';
import { readOptions } from '../../bench/options.js';
import { compare, compareWith, comparisonsOf } from '../../bench/report/compare.js';
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
