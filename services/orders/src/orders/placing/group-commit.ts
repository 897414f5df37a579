import { Grouping } from '../../grouping/grouping.js';
import { togetherOrAlone } from '../../grouping/together-or-alone.js';
import type { Outcomes } from '../order-commits.js';
import type { Write } from '../orders.repository.js';

const LIMITS = {
  /** Beyond some dozens a larger group saves nothing more and only makes its first order wait. */
  maxGroup: 64,
  lanes: 2,
  maxWaiting: 1_000,
  /** Of two orders with one idempotency key the second waits, for the first one's answer is its own. */
  keyOf: (write: Write) => write.answer?.key,
};

/**
 * New orders that arrive while others are being committed share one commit.
 *
 * A commit costs PostgreSQL about as much for one order as for many, and the lock of a product that everybody wants is
 * taken once for the whole group: this is where the throughput of creates comes from.
 */
export class GroupCommit {
  private readonly grouping = new Grouping<Write, boolean>(LIMITS, (group) =>
    togetherOrAlone(group, (writes) => this.commit(writes)),
  );

  constructor(private readonly commitTogether: (group: readonly Write[]) => Promise<Outcomes>) {}

  /**
   * Commits a new order, perhaps together with others.
   * @returns false when its idempotency key was taken already
   * @throws what committing it alone throws, whoever else was in its group; DomainError busy when too many wait
   */
  insert(write: Write): Promise<boolean> {
    return this.grouping.add(write);
  }

  private async commit(group: readonly Write[]): Promise<PromiseSettledResult<boolean>[]> {
    const { inserted, refused } = await this.commitTogether(group);
    return group.map(({ decision: { order } }) => {
      const reason = refused.get(order.id);
      return reason ? { status: 'rejected', reason } : { status: 'fulfilled', value: inserted.has(order.id) };
    });
  }
}
