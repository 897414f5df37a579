import { Inject, Injectable, Logger } from '@nestjs/common';
import { isConnectionError, type Database } from '#libs/database';
import { systemClock } from '#libs/kernel';
import { DATABASE } from '../../tokens.js';
import { ChangingService } from '../changing/changing.service.js';
import { countExpiryFailure } from '../order.metrics.js';
import { expireOrder } from '../rules/expire-order.js';
import { OrderNotFound } from '../rules/order.errors.js';
import { keepTurn, nextDueOrders, takeTurn, type DueOrder } from './due-orders.queries.js';
import { RestingOrders } from './resting-orders.js';

/** What one sweep did. */
export interface Swept {
  readonly expired: number;
  readonly failed: number;
}

export interface SweepOptions {
  /** How many orders are changed at a time. */
  readonly lanes: number;
  /** Ends the sweep after the orders that are under way. */
  readonly signal: AbortSignal;
}

/** Few enough to be done within the time that a turn is kept. */
const BATCH = 100;

/**
 * Ends the orders whose time has passed. Each one changes on the way that every change takes: no order is locked beforehand,
 * and of a sweep and a customer who pays at that moment the faster one wins.
 *
 * Replicas take turns by a lock that a batch holds, so that however many there are, no more than `lanes` orders expire at a
 * time: holds of one product that end together would otherwise queue for its stock from every replica, before its buyers.
 * The lock saves work and nothing else. Should a replica lose it, two do the same, and each order still expires once.
 */
@Injectable()
export class ExpiringService {
  private readonly logger = new Logger('Expiry');
  private readonly resting = new RestingOrders();

  constructor(
    @Inject(DATABASE) private readonly database: Database,
    private readonly changing: ChangingService,
  ) {}

  /**
   * Looks at every order that is due now, once: one that cannot expire is passed over and rests. Ends early when it is
   * another replica's turn, which then does the rest.
   * @throws what says that the database is away
   */
  async sweep(options: SweepOptions): Promise<Swept> {
    const now = systemClock();
    const swept = { expired: 0, failed: 0 };
    this.resting.forgetOld();
    let batch: readonly DueOrder[] = [];
    do {
      const after = batch.at(-1);
      batch = await this.database.transaction(async (tx) => {
        const due = (await takeTurn(tx)) ? await nextDueOrders(tx, now, BATCH, after) : [];
        await keepTurn(tx);
        await this.expireAll(due, swept, options);
        return due;
      });
    } while (batch.length === BATCH && !options.signal.aborted);
    return swept;
  }

  private async expireAll(due: readonly DueOrder[], swept: Record<keyof Swept, number>, options: SweepOptions): Promise<void> {
    const waiting = due.filter(({ id }) => !this.resting.has(id));
    const outcomes = await Promise.allSettled(
      Array.from({ length: options.lanes }, async () => {
        for (let order = waiting.shift(); order && !options.signal.aborted; order = waiting.shift()) {
          const outcome = await this.tryToExpire(order.id);
          if (outcome) swept[outcome] += 1;
        }
      }),
    );
    const failed = outcomes.find(({ status }) => status === 'rejected');
    if (failed?.status === 'rejected') throw failed.reason;
  }

  /** @returns nothing when there was nothing to do any more */
  private async tryToExpire(orderId: string): Promise<keyof Swept | undefined> {
    try {
      return (await this.expire(orderId)) ? 'expired' : undefined;
    } catch (error) {
      if (isConnectionError(error)) throw error;
      if (error instanceof OrderNotFound) return undefined;
      this.resting.failed(orderId);
      countExpiryFailure();
      this.logger.warn({ msg: 'an order could not expire', order_id: orderId, reason: String(error) });
      return 'failed';
    }
  }

  private async expire(orderId: string): Promise<boolean> {
    let expired = false;
    await this.changing.change({ orderId }, (order) => {
      const decision = expireOrder(order, { actor: 'expiry', now: systemClock() });
      expired = decision.recorded.length > 0;
      return decision;
    });
    return expired;
  }
}
