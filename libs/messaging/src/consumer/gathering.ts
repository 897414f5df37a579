/** A transaction costs about as much for a few events as for dozens, so there are at most twenty a second of small ones. */
const REST_MS = 50;

/**
 * Gathers what arrives while the last batch is being worked on, and during the rest after a small one: a lone item goes at
 * once, and under load the batches grow by themselves. `add` waits while a full batch is waiting, so that nothing piles up.
 */
export class Gathering<T> {
  private waiting: T[] = [];
  private working?: Promise<void>;
  private readonly held: (() => void)[] = [];
  private isEnding = false;
  private endRest: () => void = () => undefined;

  /** `work` must not reject. */
  constructor(
    private readonly limit: number,
    private readonly work: (batch: readonly T[]) => Promise<void>,
  ) {}

  /** Resolves when the item has been taken, not when it is done. */
  async add(item: T): Promise<void> {
    while (this.waiting.length >= this.limit) await new Promise<void>((resolve) => this.held.push(resolve));
    this.waiting.push(item);
    if (this.waiting.length >= this.limit) this.endRest();
    this.working ??= this.workOn();
  }

  /** Resolves when everything that was taken is done, and rests no more. */
  async settle(): Promise<void> {
    this.isEnding = true;
    this.endRest();
    await this.working;
  }

  private async workOn(): Promise<void> {
    // What arrived in the same moment goes together.
    await new Promise((resolve) => setImmediate(resolve));
    while (this.waiting.length > 0) {
      const batch = this.waiting;
      this.waiting = [];
      this.held.splice(0).forEach((resolve) => resolve());
      await this.work(batch);
      if (batch.length < this.limit / 2) await this.rest();
    }
    this.working = undefined;
  }

  private async rest(): Promise<void> {
    if (this.isEnding || this.waiting.length >= this.limit) return;
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, REST_MS);
      this.endRest = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }
}
