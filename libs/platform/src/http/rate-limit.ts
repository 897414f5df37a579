/** Addresses that are remembered at most in one second; beyond them an attack from many addresses is not counted apart. */
const MAX_ADDRESSES = 100_000;

/**
 * Counts requests per address in windows of one second. It is a fence against one client that runs wild, per process and
 * without memory; fair shares among many are the business of a gateway.
 */
export class RateLimit {
  private readonly counts = new Map<string, number>();
  private second = 0;

  /** `perSecond` 0 limits nothing. */
  constructor(private readonly perSecond: number) {}

  /** Whether the address has used up its requests of this second. */
  isExceededBy(address: string): boolean {
    if (this.perSecond === 0) return false;
    const second = Math.floor(performance.now() / 1_000);
    if (second !== this.second || this.counts.size > MAX_ADDRESSES) this.counts.clear();
    this.second = second;
    const count = (this.counts.get(address) ?? 0) + 1;
    this.counts.set(address, count);
    return count > this.perSecond;
  }
}
