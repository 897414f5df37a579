import type { Compared } from './compare.js';

interface Series {
  readonly name: string;
  readonly color: string;
  readonly valueOf: (row: Compared) => number;
}

interface Chart {
  readonly title: string;
  /** Stacked in this order; one alone needs no legend. */
  readonly series: readonly [Series, ...Series[]];
}

/** Colours of Okabe and Ito, which people who see colours differently can tell apart. */
const [BLUE, ORANGE, GREEN] = ['#0072b2', '#e69f00', '#009e73'];
/** In pixels, as are all lengths below; the margin holds the names to the left and the figures to the right. */
const [WIDTH, MARGIN, TOP, ROW, BAR] = [760, 150, 72, 28, 18];

const SPEED: Chart = {
  title: 'Requests per second',
  series: [{ name: 'requests', color: BLUE, valueOf: ({ requestsPerSecond }) => requestsPerSecond }],
};

const PROCESSOR_TIME: Chart = {
  title: 'Processor time per request, µs',
  series: [
    { name: 'service or bare Fastify', color: BLUE, valueOf: ({ cpuMicrosecondsPerRequest: cpu }) => cpu.target },
    { name: 'PostgreSQL', color: ORANGE, valueOf: ({ cpuMicrosecondsPerRequest: cpu }) => cpu.postgres },
    { name: 'nats-server', color: GREEN, valueOf: ({ cpuMicrosecondsPerRequest: cpu }) => cpu.nats },
  ],
};

/** Draws the text of bench/results.json. @returns SVG documents by the name of the file to write each to */
export function plotsOf(json: string): Readonly<Record<string, string>> {
  const { results } = JSON.parse(json) as { results: readonly Compared[] };
  return {
    'requests-per-second.svg': draw(SPEED, results),
    'processor-time.svg': draw(PROCESSOR_TIME, results),
  };
}

function draw({ title, series }: Chart, rows: readonly Compared[]): string {
  const bars = rows.map((row) => ({ row, values: series.map(({ valueOf }) => orNaN(valueOf(row))) }));
  const longest = Math.max(...bars.map(({ values }) => drawable(sum(values))), 0) || 1;
  const scale = (WIDTH - 2 * MARGIN) / longest;
  const height = TOP + rows.length * ROW + 12;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" width="${WIDTH}" height="${height}" role="img"`,
    ' font-family="system-ui, sans-serif" font-size="13">',
    `<title>${escaped(title)}</title>`,
    // An own background: the page that shows it may be dark.
    `<rect width="${WIDTH}" height="${height}" fill="#fff"/>`,
    text(16, 28, title, 'font-size="16" font-weight="bold"'),
    ...(series.length > 1 ? legend(series) : []),
    ...bars.flatMap(({ row, values }, index) => [
      text(MARGIN - 8, TOP + index * ROW + 14, row.scenario, 'text-anchor="end"'),
      ...stack(series, values, scale, TOP + index * ROW),
      text(MARGIN + drawable(sum(values)) * scale + 8, TOP + index * ROW + 14, figureOf(row, sum(values))),
    ]),
    '</svg>\n',
  ].join('\n');
}

function stack(series: readonly Series[], values: readonly number[], scale: number, y: number): string[] {
  return series.map(({ color }, index) => {
    const x = MARGIN + drawable(sum(values.slice(0, index))) * scale;
    return rectangle(x, y, drawable(values[index] ?? 0) * scale, BAR, color);
  });
}

function legend(series: readonly Series[]): string[] {
  return series.flatMap(({ name, color }, index) => {
    const x = MARGIN + index * 200;
    return [rectangle(x, 42, 12, 12, color), text(x + 18, 53, name)];
  });
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

/** What was not measured has no bar. */
function drawable(value: number): number {
  return Number.isFinite(value) ? value : 0;
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

function rectangle(x: number, y: number, width: number, height: number, fill: string): string {
  return `<rect x="${x.toFixed(1)}" y="${y}" width="${width.toFixed(1)}" height="${height}" fill="${fill}"/>`;
}

function text(x: number, y: number, content: string, attributes = ''): string {
  return `<text x="${x.toFixed(1)}" y="${y}" fill="#24292f" ${attributes}>${escaped(content)}</text>`;
}

function escaped(content: string): string {
  return content.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}
