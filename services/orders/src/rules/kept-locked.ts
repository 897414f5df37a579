import { DomainError } from '#libs/kernel';

/** How long those are sent away who want a row that was found locked, before one may try again. */
const REST_MS = 1_000;
/** How long the others are sent away while that one tries: longer than it waits for the lock. */
const TRY_MS = 3_000;

/**
 * Products, orders or customers that somebody keeps locked. Whoever wants one is told to come back at once instead of waiting
 * for two seconds and keeping a connection meanwhile; now and then one may try. Otherwise those who want one row take the place
 * of all others.
 */
export class KeptLocked {
  /** When the next one may try, by SKU or id. */
  private readonly nextTry = new Map<string, number>();

  constructor(private readonly now: () => number = () => performance.now()) {}

  has(keys: readonly string[]): boolean {
    return this.nextTry.size > 0 && keys.some((key) => this.nextTry.has(key));
  }

  /** Lets the caller try. @throws DomainError busy while one of them is known to be locked */
  admit(keys: readonly string[]): void {
    if (!this.has(keys)) return;
    const locked = keys.filter((key) => this.nextTry.has(key));
    const tooEarly = locked.find((key) => this.now() < (this.nextTry.get(key) ?? 0));
    if (tooEarly !== undefined) throw new DomainError('busy', `Somebody keeps ${tooEarly} locked. Come back in a moment.`);
    for (const key of locked) this.nextTry.set(key, this.now() + TRY_MS);
  }

  note(keys: readonly string[]): void {
    this.forgetUnwanted();
    for (const key of keys) this.nextTry.set(key, this.now() + REST_MS);
  }

  forget(keys: readonly string[]): void {
    if (this.nextTry.size > 0) for (const key of keys) this.nextTry.delete(key);
  }

  /** What nobody has wanted since it might be tried again. There are more orders than can be remembered. */
  private forgetUnwanted(): void {
    const before = this.now() - TRY_MS;
    for (const [key, nextTry] of this.nextTry) if (nextTry < before) this.nextTry.delete(key);
  }
}
