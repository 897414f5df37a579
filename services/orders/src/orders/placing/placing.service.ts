import { Injectable } from '@nestjs/common';
import { isUniqueViolation } from '#libs/database';
import { DomainError } from '#libs/kernel';
import { activeTraceparent, Relay } from '#libs/messaging';
import type { Answer, IdempotentRequest } from '../../idempotency/idempotency.js';
import { IdempotencyRepository } from '../../idempotency/idempotency.repository.js';
import { etagOf, presentOrder } from '../order.presenter.js';
import { countChanges } from '../order.metrics.js';
import { asksForStock, OrderCommits } from '../order-commits.js';
import { OrdersRepository, type Write } from '../orders.repository.js';
import type { Circumstances } from '../../rules/circumstances.js';
import type { Decision } from '../rules/order.js';
import { placeOrder, type PlaceOrder } from '../rules/place-order.js';
import { GroupCommit } from './group-commit.js';

@Injectable()
export class PlacingService {
  /**
   * Several, so that whoever waits for the lock of a product does not hold up orders that hold no stock, and one that is known
   * to be locked for long none of the other products.
   */
  private readonly groups: Readonly<Record<'plain' | 'holding' | 'heldUp', GroupCommit>>;

  constructor(
    private readonly commits: OrderCommits,
    private readonly orders: OrdersRepository,
    private readonly idempotency: IdempotencyRepository,
    private readonly relay: Relay,
  ) {
    const commitTogether = (group: readonly Write[]) => commits.insert(group);
    this.groups = {
      plain: new GroupCommit(commitTogether),
      holding: new GroupCommit(commitTogether),
      heldUp: new GroupCommit(commitTogether),
    };
  }

  /**
   * Creates an order and answers 201; a repeat under the same idempotency key gets the first answer again.
   * @param read the command; it may fail for what a first request was still allowed, and then that one's answer counts
   * @throws what `read` throws, FieldRefused, InsufficientStock, ProductArchived, DuplicateExternalRef, IdempotencyKeyReused
   */
  async place(read: () => Promise<PlaceOrder>, by: Circumstances, request?: IdempotentRequest): Promise<Answer> {
    const decision = await this.decide(read, by, request);
    if ('body' in decision) return decision;
    const answer = createdAnswer(decision.order);
    const stored = request && { ...request, ...answer };
    if (await this.insert({ decision, answer: stored, traceparent: activeTraceparent() })) {
      countChanges(decision.recorded);
      this.relay.wake();
      return answer;
    }
    const first = request && (await this.idempotency.replay(request));
    if (!first)
      throw new DomainError('idempotency_in_progress', 'The first request with this Idempotency-Key has just ended; repeat.');
    return first;
  }

  /** The new order; or the first answer to a repeat that is refused because a time has passed or a price is gone since. */
  private async decide(
    read: () => Promise<PlaceOrder>,
    by: Circumstances,
    request?: IdempotentRequest,
  ): Promise<Decision | Answer> {
    try {
      return placeOrder(await read(), by);
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
      const first = request && (await this.idempotency.replay(request));
      if (first) return first;
      throw error;
    }
  }

  private async duplicateOf(externalRef: string | null): Promise<DuplicateExternalRef> {
    const ref = externalRef ?? '';
    return new DuplicateExternalRef(ref, (await this.orders.takenRefs([ref])).get(ref));
  }

  private groupOf(write: Write): GroupCommit {
    if (!asksForStock(write)) return this.groups.plain;
    return this.commits.isHeldUp(write) ? this.groups.heldUp : this.groups.holding;
  }

  /** @returns false when the idempotency key was taken: the first request's answer is there now */
  private async insert(write: Write): Promise<boolean> {
    try {
      return await this.groupOf(write).insert(write);
    } catch (error) {
      // What the stock refuses to a repeat it may have given to the first request: the last units, a product archived since.
      if (isRefused(error) && write.answer && (await this.idempotency.replay(write.answer))) return false;
      if (!isUniqueViolation(error, 'orders_external_ref_unique')) throw error;
      throw await this.duplicateOf(write.decision.order.externalRef);
    }
  }
}

/** Who is sent away because others wait asks the database for nothing more. */
function isRefused(error: unknown): boolean {
  return error instanceof DomainError && error.code !== 'busy';
}

export class DuplicateExternalRef extends DomainError {
  /** @param orderId the order that has the reference; unknown when it was deleted meanwhile */
  constructor(externalRef: string, orderId?: string) {
    const facts = { external_ref: externalRef, order_id: orderId ?? null };
    super('duplicate_external_ref', 'Another order has this external_ref already.', facts);
  }
}

function createdAnswer(order: Parameters<typeof presentOrder>[0]): Answer {
  return {
    status: 201,
    headers: { location: `/orders/${order.id}`, etag: etagOf(order) },
    body: JSON.stringify(presentOrder(order)),
  };
}
