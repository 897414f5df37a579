interface Rest {
  readonly failures: number;
  readonly until: number;
}

const FIRST_REST_MS = 30_000;
const LONGEST_REST_MS = 3_600_000;

/** Orders that could not expire rest, longer each time, so that a sweep does not spend itself on them again and again. */
export class RestingOrders {
  private readonly rests = new Map<string, Rest>();

  constructor(private readonly now: () => number = () => performance.now()) {}

  failed(orderId: string): void {
    const failures = (this.rests.get(orderId)?.failures ?? 0) + 1;
    this.rests.set(orderId, { failures, until: this.now() + Math.min(FIRST_REST_MS * 2 ** (failures - 1), LONGEST_REST_MS) });
  }

  has(orderId: string): boolean {
    return (this.rests.get(orderId)?.until ?? 0) > this.now();
  }

  /** Forgets the orders that nobody asked about again for long after their rest: somebody has put them right. */
  forgetOld(): void {
    for (const [orderId, { until }] of this.rests) {
      if (until + LONGEST_REST_MS < this.now()) this.rests.delete(orderId);
    }
  }
}
