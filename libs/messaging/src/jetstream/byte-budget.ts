interface Waiting {
  readonly bytes: number;
  readonly go: () => void;
}

/** A number of bytes that many share. Who finds too few waits until others give theirs back; first come, first served. */
export class ByteBudget {
  private readonly waiting: Waiting[] = [];
  private free: number;

  constructor(readonly limit: number) {
    this.free = limit;
  }

  /** Resolves when the bytes, no more than `limit`, are the caller's. It must give them back. */
  async take(bytes: number): Promise<void> {
    if (this.waiting.length === 0 && bytes <= this.free) this.free -= bytes;
    else await new Promise<void>((go) => this.waiting.push({ bytes, go }));
  }

  give(bytes: number): void {
    this.free += bytes;
    for (let next = this.waiting[0]; next && next.bytes <= this.free; next = this.waiting[0]) {
      this.waiting.shift();
      this.free -= next.bytes;
      next.go();
    }
  }
}
