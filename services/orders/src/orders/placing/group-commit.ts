import { isConnectionError } from '#libs/database';
import { DomainError } from '#libs/kernel';
import type { Outcomes } from '../order-commits.js';
import type { Write } from '../orders.repository.js';

/** Orders of one commit. Beyond some dozens a larger group saves nothing more and only makes its first order wait. */
const MAX_GROUP = 64;
/** Commits under way at a time: while one waits for the disk, the next is built. */
const LANES = 2;
/** Orders that may wait for their group; more are told to come back. */
const MAX_WAITING = 1_000;

interface Waiting {
  readonly write: Write;
  readonly settle: (inserted: boolean) => void;
  readonly fail: (error: unknown) => void;
}

/**
 * Gathers the new orders that arrive while others are being committed into one commit. When nothing is under way an order
 * goes at once, alone; the busier it is, the larger the groups become.
 *
 * A commit costs PostgreSQL about as much for one order as for many, and the lock of a product that everybody wants is
 * taken once for the whole group: this is where the throughput of creates comes from.
 */
export class GroupCommit {
  private waiting: Waiting[] = [];
  private running = 0;

  constructor(private readonly commitTogether: (group: readonly Write[]) => Promise<Outcomes>) {}

  /**
   * Commits a new order, perhaps together with others.
   * @returns false when its idempotency key was taken already
   * @throws what committing it alone throws, whoever else was in its group; DomainError busy when too many wait
   */
  insert(write: Write): Promise<boolean> {
    if (this.waiting.length >= MAX_WAITING) throw new DomainError('busy', 'Too many orders wait to be written.');
    return new Promise((settle, fail) => {
      this.waiting.push({ write, settle, fail });
      this.commitNext();
    });
  }

  private commitNext(): void {
    if (this.running >= LANES || this.waiting.length === 0) return;
    this.running += 1;
    void this.commit(this.takeGroup()).finally(() => {
      this.running -= 1;
      this.commitNext();
    });
  }

  /** The next orders in turn. Of two with one idempotency key the second waits, for the first one's answer is its own. */
  private takeGroup(): Waiting[] {
    const keys = new Set<string>();
    const group: Waiting[] = [];
    const left: Waiting[] = [];
    for (const one of this.waiting) {
      const key = one.write.answer?.key;
      const fits = group.length < MAX_GROUP && (key === undefined || !keys.has(key));
      (fits ? group : left).push(one);
      if (fits && key !== undefined) keys.add(key);
    }
    this.waiting = left;
    return group;
  }

  private async commit(group: readonly Waiting[]): Promise<void> {
    try {
      const { inserted, refused } = await this.commitTogether(group.map(({ write }) => write));
      for (const { write, settle, fail } of group) {
        const { id } = write.decision.order;
        const refusal = refused.get(id);
        if (refusal) fail(refusal);
        else settle(inserted.has(id));
      }
    } catch (error) {
      if (group.length === 1 || isConnectionError(error)) group.forEach(({ fail }) => fail(error));
      else await Promise.all(group.map((one) => this.commit([one])));
    }
  }
}
