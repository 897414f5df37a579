import { describe, expect, it } from '@jest/globals';
import type { Compared } from '../../bench/report/compare.js';
import { plotsOf } from '../../bench/report/plot.js';

type Row = Pick<Compared, 'scenario' | 'requestsPerSecond' | 'errors' | 'cpuMicrosecondsPerRequest'>;

const aRow = (over: Partial<Row> = {}): Row => ({
  scenario: 'create-order',
  requestsPerSecond: 2_000,
  errors: 0,
  cpuMicrosecondsPerRequest: { target: 150, postgres: 200, nats: 50 },
  ...over,
});

function setup(...rows: Row[]) {
  const plots = plotsOf(JSON.stringify({ results: rows }));
  const svg = (file: string): string => plots[`${file}.svg`]!;
  /** The bars of a plot, without its background and the squares of its legend. */
  const bars = (file: string) =>
    [...svg(file).matchAll(/<rect x="([\d.]+)" y="\d+" width="([\d.]+)" height="18" fill="(#\w+)"\/>/g)].map(
      ([, x, width, color]) => ({ x: Number(x), width: Number(width), color }),
    );
  const texts = (file: string): string[] => [...svg(file).matchAll(/<text[^>]*>([^<]*)</g)].map(([, text]) => text!);
  return { svg, bars, texts };
}

describe('the plots of the benchmark', () => {
  it('draw speed as bars whose lengths compare as the figures do', () => {
    const baselineRow = aRow({ scenario: 'empty-post', requestsPerSecond: 12_000 });
    const { bars, texts } = setup(baselineRow, aRow({ requestsPerSecond: 3_000 }));
    const [baseline, create] = bars('requests-per-second');
    expect(baseline!.width / create!.width).toBeCloseTo(4);
    expect(texts('requests-per-second')).toEqual(['Requests per second', 'empty-post', '12,000', 'create-order', '3,000']);
  });

  it('stack the processor time of service, PostgreSQL and nats-server, each where the one before ends', () => {
    const { bars, texts } = setup(aRow());
    const [service, postgres, nats] = bars('processor-time');
    expect(postgres!.x).toBeCloseTo(service!.x + service!.width);
    expect(nats!.x).toBeCloseTo(postgres!.x + postgres!.width);
    expect(postgres!.width / nats!.width).toBeCloseTo(4);
    expect(new Set([service, postgres, nats].map((bar) => bar!.color)).size).toBe(3);
    expect(texts('processor-time')).toContain('400');
  });

  it('say that requests failed, since such figures mean little', () => {
    expect(setup(aRow({ errors: 17 })).texts('requests-per-second')).toContain('2,000, 17 failed');
  });

  it('leave out the bar of what was never answered', () => {
    const never = { target: Infinity, postgres: Infinity, nats: Number.NaN };
    const { svg, bars, texts } = setup(aRow({ cpuMicrosecondsPerRequest: never }), aRow());
    expect(texts('processor-time')).toContain('not measured');
    expect(bars('processor-time').slice(0, 3).map(({ width }) => width)).toEqual([0, 0, 0]);
    expect(svg('processor-time')).not.toMatch(/NaN|Infinity/);
  });

  it('are documents even of a run without a scenario, and whatever a scenario is called', () => {
    expect(setup().svg('requests-per-second')).toMatch(/^<svg [\s\S]*<\/svg>\n$/);
    expect(setup(aRow({ scenario: 'a < b & c' })).texts('requests-per-second')).toContain('a &lt; b &amp; c');
  });
});
