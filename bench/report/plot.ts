import type { ComparedRead } from '../studies/reads-at-size/compare-shops.js';
import { MOST } from '../studies/reads-at-size/most.js';
import type { ClusterLoad } from '../studies/replicas/load-cluster.js';
import { BLUE, type Chart, drawBars, GREEN, ORANGE } from './bars.js';
import type { Compared } from './compare.js';

/** As bench/results.json has it; each part is there when it was measured. */
interface Results {
  readonly results?: readonly Compared[];
  readonly 'reads-at-size'?: { readonly reads: readonly ComparedRead[] };
  readonly replicas?: { readonly loads: readonly ClusterLoad[] };
}

const nameOf = ({ scenario }: Compared): string => scenario;

const SPEED: Chart<Compared> = {
  title: 'Requests per second',
  series: [{ name: 'requests', color: BLUE, valueOf: ({ requestsPerSecond }) => requestsPerSecond }],
  nameOf,
  figureOf,
};

const PROCESSOR_TIME: Chart<Compared> = {
  title: 'Processor time per request, µs',
  series: [
    { name: 'service or bare Fastify', color: BLUE, valueOf: ({ cpuMicrosecondsPerRequest: cpu }) => orNaN(cpu.target) },
    { name: 'PostgreSQL', color: ORANGE, valueOf: ({ cpuMicrosecondsPerRequest: cpu }) => orNaN(cpu.postgres) },
    { name: 'nats-server', color: GREEN, valueOf: ({ cpuMicrosecondsPerRequest: cpu }) => orNaN(cpu.nats) },
  ],
  nameOf,
  figureOf,
};

const READS: Chart<ComparedRead> = {
  title: `Time of a read with many orders, as a multiple of its time with few; the line is at ${MOST}`,
  series: [{ name: 'ratio', color: BLUE, valueOf: ({ ratio }) => ratio }],
  nameOf: ({ read }) => read,
  figureOf: ({ small, large, ratio }) =>
    `${ratio.toFixed(2)} (${small.p50Ms.toFixed(1)} → ${large.p50Ms.toFixed(1)} ms)`,
  mark: MOST,
};

const REPLICAS: Chart<ClusterLoad> = {
  title: 'Processor time per order, µs, by the number of processes of the service',
  series: [
    { name: 'services', color: BLUE, valueOf: ({ cpuMicroseconds: cpu }) => cpu.services },
    { name: 'PostgreSQL', color: ORANGE, valueOf: ({ cpuMicroseconds: cpu }) => cpu.postgres },
    { name: 'nats-server', color: GREEN, valueOf: ({ cpuMicroseconds: cpu }) => cpu.nats },
  ],
  nameOf: ({ processes, load }) => `${processes}, ${load} load`,
  figureOf: ({ ordersPerSecond }, value) => `${value.toFixed(0)} at ${ordersPerSecond.toFixed(0)} orders/s`,
};

/** Draws the text of bench/results.json. @returns SVG documents by the name of the file to write each to */
export function plotsOf(json: string): Readonly<Record<string, string>> {
  const { results, 'reads-at-size': reads, replicas } = JSON.parse(json) as Results;
  return {
    ...(results && {
      'requests-per-second.svg': drawBars(SPEED, results),
      'processor-time.svg': drawBars(PROCESSOR_TIME, results),
    }),
    ...(reads && { 'reads-at-size.svg': drawBars(READS, reads.reads) }),
    ...(replicas && { 'replicas.svg': drawBars(REPLICAS, replicas.loads) }),
  };
}

/** The figure as people read it; failed requests stand beside it, since they make it say little. */
function figureOf({ errors }: Compared, value: number): string {
  const figure = Number.isFinite(value) ? value.toLocaleString('en', { maximumFractionDigits: 0 }) : 'not measured';
  return errors > 0 ? `${figure}, ${errors} failed` : figure;
}

/** Without a single answer there is no time per request; JSON has null for what a division by zero gave. */
function orNaN(value: number | null): number {
  return value ?? Number.NaN;
}
