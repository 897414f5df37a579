import { DomainError } from '#libs/kernel';

/** How long those are sent away who want a product that was found locked, before one may try again. */
const REST_MS = 1_000;
/** How long the others are sent away while that one tries: longer than it waits for the lock. */
const TRY_MS = 3_000;

/**
 * Products that somebody keeps locked. Whoever wants one is told to come back at once instead of waiting for two seconds and
 * keeping a connection meanwhile; now and then one may try. Otherwise the buyers of one product take the place of all others.
 */
export class LockedStock {
  /** When the next one may try, by SKU. */
  private readonly nextTry = new Map<string, number>();

  constructor(private readonly now: () => number = () => performance.now()) {}

  has(skus: readonly string[]): boolean {
    return this.nextTry.size > 0 && skus.some((sku) => this.nextTry.has(sku));
  }

  /** Lets the caller try. @throws DomainError busy while one of the products is known to be locked */
  admit(skus: readonly string[]): void {
    if (!this.has(skus)) return;
    const locked = skus.filter((sku) => this.nextTry.has(sku));
    const tooEarly = locked.find((sku) => this.now() < (this.nextTry.get(sku) ?? 0));
    if (tooEarly !== undefined) throw new DomainError('busy', `Somebody keeps ${tooEarly} locked. Come back in a moment.`);
    for (const sku of locked) this.nextTry.set(sku, this.now() + TRY_MS);
  }

  note(skus: readonly string[]): void {
    for (const sku of skus) this.nextTry.set(sku, this.now() + REST_MS);
  }

  forget(skus: readonly string[]): void {
    if (this.nextTry.size > 0) for (const sku of skus) this.nextTry.delete(sku);
  }
}
