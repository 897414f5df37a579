const EVERY_MS = 1_000;
const TOLD = /^out of order (\d+), twice (\d+)$/;

/** Deliveries that came after a later one, and those that came a second time. */
export interface Disorder {
  readonly outOfOrder: number;
  readonly twice: number;
}

/** Prints what was added since the last time, every second and when the process ends: the supervisor reads it. */
export function tellOften(): (more: Disorder) => void {
  let sum = { outOfOrder: 0, twice: 0 };
  const tell = (): void => {
    const { outOfOrder, twice } = sum;
    if (outOfOrder + twice > 0) console.log(`out of order ${outOfOrder}, twice ${twice}`);
    sum = { outOfOrder: 0, twice: 0 };
  };
  setInterval(tell, EVERY_MS).unref();
  process.once('exit', tell);
  return (more) => (sum = { outOfOrder: sum.outOfOrder + more.outOfOrder, twice: sum.twice + more.twice });
}

/** The sum of what these lines tell; other lines tell nothing. */
export function disorderIn(lines: readonly string[]): Disorder {
  const told = lines.map((line) => TOLD.exec(line)?.slice(1).map(Number) ?? [0, 0]);
  const sumOf = (column: number): number => told.reduce((sum, figures) => sum + (figures[column] ?? 0), 0);
  return { outOfOrder: sumOf(0), twice: sumOf(1) };
}
