/**
 * Runs tasks side by side, but those of one key one after the other in the order in which they came. `enter` waits while
 * `limit` tasks are under way, so that a fast stream does not pile up in memory.
 */
export class Lanes {
  private readonly last = new Map<string, Promise<void>>();
  private running = 0;
  private readonly waiting: (() => void)[] = [];

  constructor(private readonly limit: number) {}

  /** Resolves when the task has been taken, not when it is done. The task must not reject. */
  async enter(key: string, task: () => Promise<void>): Promise<void> {
    while (this.running >= this.limit) await new Promise<void>((resolve) => this.waiting.push(resolve));
    this.running += 1;
    const done = (this.last.get(key) ?? Promise.resolve()).then(task).finally(() => {
      this.running -= 1;
      if (this.last.get(key) === done) this.last.delete(key);
      this.waiting.shift()?.();
    });
    this.last.set(key, done);
  }

  /** Resolves when everything that was taken is done. */
  async settle(): Promise<void> {
    while (this.last.size > 0) await Promise.all(this.last.values());
  }
}
