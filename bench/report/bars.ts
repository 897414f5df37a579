export interface Series<Row> {
  readonly name: string;
  readonly color: string;
  readonly valueOf: (row: Row) => number;
}

export interface Chart<Row> {
  readonly title: string;
  /** Stacked in this order; one alone needs no legend. */
  readonly series: readonly [Series<Row>, ...Series<Row>[]];
  readonly nameOf: (row: Row) => string;
  /** What stands beside the bar of this length. */
  readonly figureOf: (row: Row, value: number) => string;
  /** A line across all bars: where a target lies. */
  readonly mark?: number;
}

/** Colours of Okabe and Ito, which people who see colours differently can tell apart. */
export const [BLUE, ORANGE, GREEN, RED] = ['#0072b2', '#e69f00', '#009e73', '#d55e00'] as const;
/** In pixels, as are all lengths below; the margin holds the names to the left and the figures to the right. */
const [WIDTH, MARGIN, TOP, ROW, BAR] = [760, 150, 72, 28, 18];

/** Horizontal bars, one row each. @returns an SVG document */
export function drawBars<Row>(chart: Chart<Row>, rows: readonly Row[]): string {
  const { title, series, nameOf, figureOf, mark = 0 } = chart;
  const bars = rows.map((row) => ({ row, values: series.map(({ valueOf }) => valueOf(row)) }));
  const longest = Math.max(...bars.map(({ values }) => drawable(sum(values))), mark) || 1;
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
      text(MARGIN - 8, TOP + index * ROW + 14, nameOf(row), 'text-anchor="end"'),
      ...stack(series, values, scale, TOP + index * ROW),
      text(MARGIN + drawable(sum(values)) * scale + 8, TOP + index * ROW + 14, figureOf(row, sum(values))),
    ]),
    ...(mark > 0 ? [rectangle(MARGIN + mark * scale, TOP - 8, 2, rows.length * ROW + 8, RED)] : []),
    '</svg>\n',
  ].join('\n');
}

function stack(series: readonly { readonly color: string }[], values: readonly number[], scale: number, y: number): string[] {
  return series.map(({ color }, index) => {
    const x = MARGIN + drawable(sum(values.slice(0, index))) * scale;
    return rectangle(x, y, drawable(values[index] ?? 0) * scale, BAR, color);
  });
}

function legend(series: readonly { readonly name: string; readonly color: string }[]): string[] {
  return series.flatMap(({ name, color }, index) => {
    const x = MARGIN + index * 200;
    return [rectangle(x, 42, 12, 12, color), text(x + 18, 53, name)];
  });
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
