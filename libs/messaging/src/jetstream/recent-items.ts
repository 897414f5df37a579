export interface Kept<Item> {
  readonly sequence: number;
  readonly item: Item;
  readonly bytes: number;
}

/** The last items of a stream, bounded in bytes. Each is found by the sequence of the one before it. */
export class RecentItems<Item> {
  private readonly kept = new Map<number, Kept<Item>>();
  private bytes = 0;

  constructor(
    private readonly limitBytes: number,
    private readonly onDropped: (dropped: Kept<Item>) => void,
  ) {}

  after(sequence: number): Kept<Item> | undefined {
    return this.kept.get(sequence);
  }

  add(previous: number, next: Kept<Item>): void {
    this.kept.set(previous, next);
    this.bytes += next.bytes;
    for (const [key, oldest] of this.kept) {
      if (this.bytes <= this.limitBytes || oldest === next) break;
      this.kept.delete(key);
      this.bytes -= oldest.bytes;
      this.onDropped(oldest);
    }
  }

  clear(): void {
    this.kept.clear();
    this.bytes = 0;
  }
}
