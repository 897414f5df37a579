/** Where progress is told: a terminal, a pipe or a file. */
export interface Output {
  readonly isTTY?: boolean;
  readonly columns?: number;
  write(text: string): unknown;
}

export interface Step {
  /** Of the work that the bar is about. */
  readonly done: number;
  /** What is told beside it, such as `1,240 of 3,000 orders`. */
  readonly about: string;
}

const BAR = 24;
const REDRAW_MS = 100;
/** Where nothing can be drawn anew: a line at each of these parts of the way. */
const LINE_EVERY = 0.1;

export const count = (value: number): string => Math.round(value).toLocaleString('en');

/** A bar that is drawn anew on a terminal, and a line every tenth of the way elsewhere. */
export class Progress {
  private readonly began: number;
  private drawnAt = -Infinity;
  private nextLine = LINE_EVERY;
  /** What was done already when the work began says nothing about its speed. */
  private first: number | undefined;

  constructor(
    private readonly title: string,
    private readonly total: number,
    private readonly output: Output = process.stdout,
    private readonly now: () => number = () => performance.now(),
  ) {
    this.began = now();
  }

  show({ done, about }: Step): void {
    this.first ??= done;
    if (this.output.isTTY) this.draw(done, about);
    else this.tell(done, about);
  }

  /** The last word: the bar gives way to a line that stays. */
  end(sentence: string): void {
    const seconds = ((this.now() - this.began) / 1000).toFixed(1);
    this.output.write(`${this.output.isTTY ? '\r\x1b[2K' : ''}${this.title.padEnd(11)} ${sentence} (${seconds} s)\n`);
  }

  private draw(done: number, about: string): void {
    if (this.now() - this.drawnAt < REDRAW_MS) return;
    this.drawnAt = this.now();
    const filled = Math.round(BAR * this.share(done));
    const bar = '█'.repeat(filled) + '░'.repeat(BAR - filled);
    const line = `${this.title.padEnd(11)} ${bar} ${this.percent(done)}  ${about} · ${this.pace(done)}`;
    this.output.write(`\r\x1b[2K${line.slice(0, (this.output.columns ?? 80) - 1)}`);
  }

  private tell(done: number, about: string): void {
    const share = this.share(done);
    if (share < this.nextLine) return;
    this.nextLine = Math.floor(share / LINE_EVERY + 1e-9) * LINE_EVERY + LINE_EVERY;
    this.output.write(`${this.title.padEnd(11)} ${this.percent(done)}  ${about} · ${this.pace(done)}\n`);
  }

  private share(done: number): number {
    return this.total === 0 ? 1 : done / this.total;
  }

  private percent(done: number): string {
    return `${Math.floor(100 * this.share(done) + 1e-9)} %`.padStart(5);
  }

  private pace(done: number): string {
    const rate = ((done - (this.first ?? 0)) * 1000) / (this.now() - this.began);
    return rate > 0 ? `${count(rate)}/s, ${Math.ceil((this.total - done) / rate)} s left` : 'begins';
  }
}
