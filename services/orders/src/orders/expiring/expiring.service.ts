import { Injectable, Logger } from '@nestjs/common';
import { isConnectionError } from '#libs/database';
import { systemClock } from '#libs/kernel';
import { ChangingService } from '../changing/changing.service.js';
import { countExpiryFailure } from '../order.metrics.js';
import { expireOrder } from '../rules/expire-order.js';
import { OrderNotFound } from '../rules/order.errors.js';
import { DueOrdersQueries, type DueOrder } from './due-orders.queries.js';
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

const BATCH = 200;

/**
 * Ends the orders whose time has passed. Each one changes on the way that every change takes, so that nothing has to be
 * locked beforehand and whoever is faster wins: a customer who pays, or another replica.
 *
 * Replicas share the work without knowing of each other: each takes the orders of a batch in a random order of its own, and
 * an order that another one has ended costs a read. A lock around the choice would not help, since it is gone before the
 * work begins; one around the work would be a transaction that stays open while others do the work.
 */
@Injectable()
export class ExpiringService {
  private readonly logger = new Logger('Expiry');
  private readonly resting = new RestingOrders();

  constructor(
    private readonly due: DueOrdersQueries,
    private readonly changing: ChangingService,
  ) {}

  /**
   * Looks at every order that is due now, once: one that cannot expire is passed over and rests.
   * @throws what says that the database is away
   */
  async sweep({ lanes, signal }: SweepOptions): Promise<Swept> {
    const now = systemClock();
    const swept = { expired: 0, failed: 0 };
    this.resting.forgetOld();
    let batch: DueOrder[] = [];
    do {
      batch = await this.due.next(now, BATCH, batch.at(-1));
      const waiting = shuffled(batch.filter(({ id }) => !this.resting.has(id)));
      await inLanes(lanes, async () => {
        for (let order = waiting.pop(); order && !signal.aborted; order = waiting.pop()) {
          const outcome = await this.tryToExpire(order.id);
          if (outcome) swept[outcome] += 1;
        }
      });
    } while (batch.length === BATCH && !signal.aborted);
    return swept;
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

/** Waits for all lanes, so that none is left behind working when another one has failed. */
async function inLanes(lanes: number, lane: () => Promise<void>): Promise<void> {
  const outcomes = await Promise.allSettled(Array.from({ length: lanes }, lane));
  const failed = outcomes.find(({ status }) => status === 'rejected');
  if (failed?.status === 'rejected') throw failed.reason;
}

function shuffled<T>(all: readonly T[]): T[] {
  return all
    .map((one) => ({ one, place: Math.random() }))
    .sort((a, b) => a.place - b.place)
    .map(({ one }) => one);
}
